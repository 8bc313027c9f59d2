/* TinyClassify: the pictures of a memory card, in name order, over whatever file system there is.
 *
 * One walk over the card, resumed as often as the caller likes, so that a screen can show how far it is and a watchdog is
 * fed. It keeps the first pictures in name order that the given memory holds, whatever order the card has them in, and takes
 * time in proportion to the card's entries.
 *
 * Rules:
 *  - A path is UTF-8, relative to the card's top folder, its parts separated by '/'. The longest has TCC_MAX_PATH bytes.
 *  - Name order: byte by byte, ASCII letters without case, what lies in a folder where the folder's name stands.
 *  - Pictures are files that end in .jpg, .jpeg, .png or .bmp. Entries that are hidden or begin with a dot are passed over.
 *  - Nothing here allocates or keeps a global. Results are >= 0, or a negative tc_status or tcc_status.
 */
#ifndef TINYCLASSIFY_CARD_H
#define TINYCLASSIFY_CARD_H

#include <stdint.h>

#include "tinyclassify.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  TCC_MAX_PATH = 1023,      /**< Bytes. A longer path is passed over and counted. */
  TCC_MAX_DEPTH = 4,        /**< Folders within one another that are looked into; a deeper one is passed over and counted. */
  TCC_MAX_ENTRIES = 200000, /**< Entries looked at; a damaged card could show them for ever. */
};

/** What can be wrong with a card; the numbers continue tc_status. */
typedef enum tcc_status {
  TCC_ERROR_NO_CARD = -32,   /**< The socket is empty, or the card was pulled. */
  TCC_ERROR_CARD = -33,      /**< The card does not answer, or holds no FAT file system. */
  TCC_ERROR_NOT_FOUND = -34, /**< No such file or folder. */
  TCC_ERROR_FULL = -35,      /**< No room: nothing was written. */
  TCC_ERROR_PROTECTED = -36, /**< The card, the file or the folder cannot be written. */
  TCC_ERROR_NOT_OPEN = -37   /**< No picture is being read. */
} tcc_status;

/** An entry of a folder. */
typedef struct tcc_entry {
  const char* name; /**< UTF-8, terminated; valid until the next call. */
  uint32_t is_folder;
  uint32_t is_hidden; /**< Hidden or a system's. */
} tcc_entry;

/** A file system, as far as a walk needs it. Up to TCC_MAX_DEPTH + 1 folders are open at a time, one a depth. */
typedef struct tcc_volume {
  void* context;
  /** @param path  of the folder, terminated; empty for the top folder
   *  @return 0 or a negative status */
  int32_t (*open_folder)(void* context, uint32_t depth, const char* path);
  /** @return 1: here is an entry. 0: there are no more. A negative status: the card failed. */
  int32_t (*next_entry)(void* context, uint32_t depth, tcc_entry* entry);
  void (*close_folder)(void* context, uint32_t depth);
} tcc_volume;

/** What a walk has found so far. */
typedef struct tcc_facts {
  uint32_t count;    /**< Pictures in the list. */
  uint32_t left_out; /**< Pictures that it does not hold: they come behind those it holds, or their paths are too long. A folder
                          that is too deep, or whose path is too long, counts as one. */
  uint32_t entries;  /**< Entries looked at. */
} tcc_facts;

typedef struct tcc_list tcc_list;

/** Makes an empty list and stands a walk at its beginning.
 * @param memory  8-byte aligned; some 4 KB, and for each picture its path and 10 to 13 bytes
 * @param limit   pictures at most
 * @param folder  where the walk begins; 0 bytes mean the card's top folder. Paths are from the top folder on all the same.
 * @param list    receives a pointer into `memory`; there is nothing to close but by tcc_list_stop
 * @return TC_OK, TC_ERROR_ARGUMENT or TC_ERROR_MEMORY */
TC_API int32_t tcc_list_begin(void* memory, uint32_t memory_bytes, uint32_t limit, const tcc_volume* volume, const char* folder,
                              uint32_t folder_bytes, tcc_list** list);

/** Goes on with the walk.
 * @param entries  to look at before it returns
 * @return 1: there is more to do. 0: done, the list is in order. A negative status: the walk is over and the list empty. */
TC_API int32_t tcc_list_continue(tcc_list* list, uint32_t entries);

/** Gives up a walk: closes what is open, empties the list. */
TC_API void tcc_list_stop(tcc_list* list);

TC_API void tcc_list_facts(const tcc_list* list, tcc_facts* facts);

/** @param path  receives a pointer into the list, not terminated; valid until the next tcc_list_begin
 * @return bytes of the path, or TC_ERROR_ARGUMENT: the index is out of range, or the walk is not done */
TC_API int32_t tcc_list_path(const tcc_list* list, uint32_t index, const char** path);

/** @return place of a path, or TCC_ERROR_NOT_FOUND; TC_ERROR_ARGUMENT while the walk is not done */
TC_API int32_t tcc_list_find(const tcc_list* list, const char* path, uint32_t path_bytes);

/** A short English sentence, ASCII. Static, never NULL. */
TC_API const char* tcc_status_text(int32_t status);

#ifdef __cplusplus
}
#endif

#endif
