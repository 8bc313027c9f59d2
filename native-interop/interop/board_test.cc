// The interop assembly's bodies on a board of the test's: a card in memory, a watchdog that counts, a second thread that takes
// turns.
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "board_card.h"
#include "board_memory.h"
#include "board_port.h"
#include "board_runtime.h"

extern "C" {
extern const unsigned char classifier_tflite[];
extern const unsigned int classifier_tflite_len;
}

namespace {

using tinyclassify::board::PathBytes;
namespace board = tinyclassify::board;

struct Board {
  std::map<std::string, std::vector<uint8_t>> files;
  std::string open[TCB_FILES];
  std::map<std::string, std::vector<uint8_t>>::iterator next;  // Of the folder that is read.
  bool lost = false;                                           // The card does not answer until it is mounted.
  int mounts = 0;
  int fed = 0;                // The watchdog.
  int read_milliseconds = 0;  // A slow card.
  uint32_t fail_behind = UINT32_MAX;

  // Turns.
  std::mutex mutex;
  std::condition_variable changed;
  std::thread thread;
  enum { kIdle, kJob, kCaller } turn = kIdle;
  bool runs = false;
  int turns = 0;
};
Board* g_board;
int g_descriptions;  // Calls of tc_describe, which walks through the whole model.

PathBytes Path(const std::string& path) {
  return {reinterpret_cast<const uint8_t*>(path.data()), static_cast<uint32_t>(path.size()), static_cast<int32_t>(path.size())};
}

std::string LastError() {
  uint8_t text[200];
  return std::string(reinterpret_cast<char*>(text), static_cast<size_t>(board::ErrorText(text, sizeof(text))));
}

std::vector<uint8_t> Bmp(uint32_t width, uint32_t height) {
  const uint32_t row = (width * 3 + 3) / 4 * 4;
  std::vector<uint8_t> file(54 + row * height);
  const uint32_t header[] = {0x4D420000u, 0, 0, 54, 40, width, height, 0x00180001u};
  std::memcpy(file.data(), reinterpret_cast<const uint8_t*>(header) + 2, sizeof(header) - 2);
  for (size_t i = 54; i < file.size(); ++i) file[i] = static_cast<uint8_t>(i * 7 / 5);
  return file;
}

class BoardTest : public testing::Test {
 protected:
  void SetUp() override {
    g_board = &board_;
    g_descriptions = 0;
    ASSERT_EQ(board::OpenBuiltInModel(), TC_OK);
  }
  void TearDown() override {
    board::CancelPicture();
    if (board_.thread.joinable()) board_.thread.join();
  }

  // Runs a picture to its end. @return its status
  int32_t Run() {
    int32_t status;
    do
      status =
          board::ContinuePicture(preview_.data(), static_cast<uint32_t>(preview_.size()), results_, board::kPictureFactCount);
    while (status > 0);
    return status;
  }

  Board board_;
  std::vector<uint16_t> preview_ = std::vector<uint16_t>(100 * 80);
  int32_t results_[board::kPictureFactCount] = {};
};

TEST_F(BoardTest, ClassifiesAPictureOfTheCardAndFeedsTheWatchdogMeanwhile) {
  board_.files["cat/a.bmp"] = Bmp(200, 160);
  ASSERT_EQ(board::BeginPicture(Path("cat/a.bmp"), 100, 80), TC_OK);
  ASSERT_EQ(Run(), TC_OK) << LastError();
  EXPECT_EQ(results_[2], 3);
  EXPECT_GT(board_.fed, 20);
  EXPECT_NE(preview_, std::vector<uint16_t>(100 * 80));
  EXPECT_EQ(Run(), TCC_ERROR_NOT_OPEN);
  EXPECT_EQ(LastError(), "no picture is being read");
}

#ifdef TC_COUNTS_DESCRIPTIONS
TEST_F(BoardTest, DescribesTheModelWhenItIsOpenedAndNotForEachPicture) {
  board_.files["a.bmp"] = Bmp(200, 160);
  EXPECT_EQ(g_descriptions, 1);
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(board::BeginPicture(Path("a.bmp"), 100, 80), TC_OK);
    ASSERT_EQ(Run(), TC_OK) << LastError();
  }
  const std::vector<uint8_t> grey(32 * 32);
  ASSERT_EQ(board::ClassifyFrame({grey.data(), 32, 32, 32, TC_FRAME_GREY8}, 32 * 32, {}, 0, results_, board::kPictureFactCount),
            TC_OK);
  int32_t facts[board::kModelFactCount];
  ASSERT_EQ(board::DescribeModel(facts, board::kModelFactCount), TC_OK);
  EXPECT_EQ(g_descriptions, 1);
}
#endif

TEST_F(BoardTest, ComesBackEveryQuarterOfASecondAndTellsHowFarItIs) {
  board_.files["a.bmp"] = Bmp(200, 160);
  board_.read_milliseconds = 40;
  ASSERT_EQ(board::BeginPicture(Path("a.bmp"), 100, 80), TC_OK);
  int32_t last = 0;
  int turns = 0;
  for (;;) {
    const int32_t status = board::ContinuePicture(preview_.data(), 8000, results_, board::kPictureFactCount);
    if (status <= 0) {
      EXPECT_EQ(status, TC_OK) << LastError();
      break;
    }
    EXPECT_GE(status, last);
    last = status;
    ++turns;
  }
  EXPECT_GE(turns, 2);
  EXPECT_LE(turns, 8);
  EXPECT_GE(results_[0], 900000);  // The turns' time, some 24 reads of 40 ms; pauses do not count.
}

TEST_F(BoardTest, IsCancelledBetweenTwoTurnsAndTakesTheNextPicture) {
  board_.files["a.bmp"] = Bmp(200, 160);
  board_.read_milliseconds = 60;
  ASSERT_EQ(board::BeginPicture(Path("a.bmp"), 100, 80), TC_OK);
  ASSERT_GT(board::ContinuePicture(preview_.data(), 8000, results_, board::kPictureFactCount), 0);
  EXPECT_EQ(board::CancelPicture(), TC_OK);
  EXPECT_EQ(board_.open[TCB_PICTURE_FILE], "");
  board_.read_milliseconds = 0;
  ASSERT_EQ(board::BeginPicture(Path("a.bmp"), 100, 80), TC_OK);
  EXPECT_EQ(Run(), TC_OK);
}

TEST_F(BoardTest, ACardThatFailsInTheMiddleIsToldAndMountedBeforeTheNextPicture) {
  board_.files["a.bmp"] = Bmp(200, 160);
  board_.fail_behind = 50000;
  ASSERT_EQ(board::BeginPicture(Path("a.bmp"), 100, 80), TC_OK);
  EXPECT_EQ(Run(), TCC_ERROR_CARD);
  EXPECT_EQ(LastError(), "the card does not answer, or is not formatted as FAT");
  EXPECT_EQ(board_.mounts, 0);
  board_.fail_behind = UINT32_MAX;
  ASSERT_EQ(board::BeginPicture(Path("a.bmp"), 100, 80), TC_OK);
  EXPECT_EQ(board_.mounts, 1);
  EXPECT_EQ(Run(), TC_OK);
}

TEST_F(BoardTest, ACardPulledAndPutBackUnnoticedServesTheCallAfterTheOneThatFailed) {
  board_.files["results.csv"] = {'a', '\n'};
  board_.lost = true;
  EXPECT_EQ(board::FileSize(Path("results.csv")), TCC_ERROR_CARD);
  EXPECT_EQ(board::FileSize(Path("results.csv")), 2);
  EXPECT_EQ(board_.mounts, 1);
}

TEST_F(BoardTest, ListsThePicturesAndOpensThemByTheirPath) {
  for (const char* path : {"b.bmp", "a.bmp", "notes.txt"}) board_.files[path] = Bmp(8, 8);
  ASSERT_EQ(board::BeginList({nullptr, 0, 0}, 100), TC_OK);
  while (board::ContinueList(1) == 1) {
  }
  int32_t facts[board::kListFactCount];
  ASSERT_EQ(board::ListFacts(facts, board::kListFactCount), TC_OK);
  EXPECT_EQ(facts[0], 2);
  EXPECT_EQ(facts[2], 3);
  uint8_t path[64];
  ASSERT_EQ(board::PathAt(0, path, sizeof(path)), 5);
  EXPECT_EQ(std::string(reinterpret_cast<char*>(path), 5), "a.bmp");
  EXPECT_EQ(board::FindPath(Path("b.bmp")), 1);
  EXPECT_EQ(board::PathAt(2, path, sizeof(path)), TC_ERROR_ARGUMENT);
}

TEST_F(BoardTest, ReadsPartsOfAFileAndAppendsToIt) {
  board_.files["a.txt"] = {'0', '1', '2', '3'};
  uint8_t part[8];
  EXPECT_EQ(board::ReadFile(Path("a.txt"), 2, part, 8, 8), 2);
  EXPECT_EQ(part[0], '2');
  EXPECT_EQ(board::ReadFile(Path("a.txt"), 9, part, 8, 8), 0);
  EXPECT_EQ(board::ReadFile(Path("a.txt"), 0, part, 8, 9), TC_ERROR_ARGUMENT);
  EXPECT_EQ(board::ReadFile(Path("b.txt"), 0, part, 8, 8), TCC_ERROR_NOT_FOUND);
  EXPECT_EQ(board::AppendToFile(Path("a.txt"), part, 8, 1), TC_OK);
  EXPECT_EQ(board::FileSize(Path("a.txt")), 5);
}

TEST_F(BoardTest, OpensAModelOfTheCardOrKeepsNone) {
  board_.files["m.tflite"].assign(classifier_tflite, classifier_tflite + classifier_tflite_len);
  EXPECT_EQ(board::LoadModel(Path("m.tflite")), TC_OK);
  board_.files["m.tflite"].resize(1000);
  EXPECT_LT(board::LoadModel(Path("m.tflite")), 0);
  int32_t facts[board::kModelFactCount];
  EXPECT_EQ(board::DescribeModel(facts, board::kModelFactCount), TC_ERROR_ARGUMENT);
  board_.files["m.tflite"].resize(board::kModelSlotBytes + 1);
  EXPECT_EQ(board::LoadModel(Path("m.tflite")), TC_ERROR_MEMORY);
  EXPECT_EQ(board::LoadModel(Path("missing.tflite")), TCC_ERROR_NOT_FOUND);
  EXPECT_EQ(LastError(), "there is no such file on the card");
}

TEST_F(BoardTest, RefusesPreviewsAndResultsThatAreTooSmall) {
  board_.files["a.bmp"] = Bmp(8, 8);
  EXPECT_EQ(board::BeginPicture(Path("a.bmp"), 0, 80), TC_ERROR_ARGUMENT);
  EXPECT_EQ(board::BeginPicture(Path("a.bmp"), 65536, 65536), TC_ERROR_ARGUMENT);
  ASSERT_EQ(board::BeginPicture(Path("a.bmp"), 100, 80), TC_OK);
  EXPECT_EQ(board::ContinuePicture(preview_.data(), 7999, results_, board::kPictureFactCount), TC_ERROR_ARGUMENT);
  EXPECT_EQ(board::ContinuePicture(preview_.data(), 8000, results_, 3), TC_ERROR_ARGUMENT);
  EXPECT_EQ(Run(), TC_OK);
}

int32_t OpenPath(uint32_t file, const char* path, uint32_t* size) {
  if (g_board->lost) return TCC_ERROR_CARD;
  const auto found = g_board->files.find(path);
  if (found == g_board->files.end()) return TCC_ERROR_NOT_FOUND;
  EXPECT_EQ(g_board->open[file], "");
  g_board->open[file] = path;
  *size = static_cast<uint32_t>(found->second.size());
  return 0;
}

}  // namespace

extern "C" {

#ifdef TC_COUNTS_DESCRIPTIONS
// The linker gives every call of tc_describe to the first (--wrap).
tc_status __wrap_tc_describe(const tc_model* model, tc_description* description);
tc_status __real_tc_describe(const tc_model* model, tc_description* description);
tc_status __wrap_tc_describe(const tc_model* model, tc_description* description) {
  ++g_descriptions;
  return __real_tc_describe(model, description);
}
#endif

int32_t tcb_card_state(void) { return TCB_CARD_READY; }
int32_t tcb_card_mount(void) {
  ++g_board->mounts;
  g_board->lost = false;
  return 0;
}
int32_t tcb_open_folder(void*, uint32_t, const char*) {
  g_board->next = g_board->files.begin();
  return 0;
}
int32_t tcb_next_entry(void*, uint32_t, tcc_entry* entry) {
  if (g_board->next == g_board->files.end()) return 0;
  *entry = {(g_board->next++)->first.c_str(), 0, 0};
  return 1;
}
void tcb_close_folder(void*, uint32_t) {}
int32_t tcb_open_file(uint32_t file, const char* path, uint32_t* size) { return OpenPath(file, path, size); }
int32_t tcb_read_file(uint32_t file, uint32_t position, uint8_t* bytes, uint32_t count) {
  std::this_thread::sleep_for(std::chrono::milliseconds(g_board->read_milliseconds));
  if (position >= g_board->fail_behind) return TCC_ERROR_CARD;
  const auto& contents = g_board->files[g_board->open[file]];
  const uint32_t rest = static_cast<uint32_t>(contents.size()) - position;
  const uint32_t now = count < rest ? count : rest;
  std::memcpy(bytes, contents.data() + position, now);
  return static_cast<int32_t>(now);
}
void tcb_close_file(uint32_t file) { g_board->open[file].clear(); }
int32_t tcb_append(const char* path, const uint8_t* bytes, uint32_t count) {
  auto& contents = g_board->files[path];
  contents.insert(contents.end(), bytes, bytes + count);
  return 0;
}
void tcb_keep_alive(void) { ++g_board->fed; }

int32_t tcb_work_continue(void (*job)(void)) {
  std::unique_lock<std::mutex> lock(g_board->mutex);
  g_board->turn = Board::kJob;
  if (!g_board->runs) {
    if (g_board->thread.joinable()) g_board->thread.join();
    g_board->runs = true;
    g_board->thread = std::thread([job] {
      job();
      std::unique_lock<std::mutex> end(g_board->mutex);
      g_board->runs = false;
      g_board->turn = Board::kCaller;
      g_board->changed.notify_all();
    });
  } else {
    g_board->changed.notify_all();
  }
  g_board->changed.wait(lock, [] { return g_board->turn == Board::kCaller; });
  return g_board->runs;
}
void tcb_work_pause(void) {
  std::unique_lock<std::mutex> lock(g_board->mutex);
  g_board->turn = Board::kCaller;
  g_board->changed.notify_all();
  g_board->changed.wait(lock, [] { return g_board->turn == Board::kJob; });
}

}  // extern "C"
