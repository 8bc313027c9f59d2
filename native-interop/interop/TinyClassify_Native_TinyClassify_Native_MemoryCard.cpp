// The bodies of TinyClassify.Native.MemoryCard: from the runtime's arrays to board_card.h.
#include "TinyClassify_Native.h"
#include "TinyClassify_Native_TinyClassify_Native_MemoryCard.h"

#include "board_card.h"
#include "board_port.h"

using namespace TinyClassify_Native::TinyClassify_Native;
namespace board = tinyclassify::board;

namespace
{

board::PathBytes PathOf(CLR_RT_TypedArray_UINT8 &path, signed int bytes)
{
    return {path.GetBuffer(), path.GetSize(), bytes};
}

} // namespace

signed int MemoryCard::GetState(HRESULT &)
{
    return tcb_card_state();
}

signed int MemoryCard::Mount(HRESULT &)
{
    return tcb_card_mount();
}

signed int MemoryCard::BeginList(CLR_RT_TypedArray_UINT8 folder, signed int folderBytes, signed int limit, HRESULT &)
{
    return board::BeginList(PathOf(folder, folderBytes), limit);
}

signed int MemoryCard::ContinueList(signed int entries, HRESULT &)
{
    return board::ContinueList(entries);
}

signed int MemoryCard::GetListFacts(CLR_RT_TypedArray_INT32 facts, HRESULT &)
{
    return board::ListFacts(reinterpret_cast<int32_t *>(facts.GetBuffer()), facts.GetSize());
}

signed int MemoryCard::GetPath(signed int index, CLR_RT_TypedArray_UINT8 path, HRESULT &)
{
    return board::PathAt(index, path.GetBuffer(), path.GetSize());
}

signed int MemoryCard::FindPath(CLR_RT_TypedArray_UINT8 path, signed int pathBytes, HRESULT &)
{
    return board::FindPath(PathOf(path, pathBytes));
}

signed int MemoryCard::GetSize(CLR_RT_TypedArray_UINT8 path, signed int pathBytes, HRESULT &)
{
    return board::FileSize(PathOf(path, pathBytes));
}

signed int MemoryCard::Read(
    CLR_RT_TypedArray_UINT8 path, signed int pathBytes, signed int position, CLR_RT_TypedArray_UINT8 bytes, signed int count,
    HRESULT &)
{
    return board::ReadFile(PathOf(path, pathBytes), position, bytes.GetBuffer(), bytes.GetSize(), count);
}

signed int MemoryCard::Append(
    CLR_RT_TypedArray_UINT8 path, signed int pathBytes, CLR_RT_TypedArray_UINT8 bytes, signed int count, HRESULT &)
{
    return board::AppendToFile(PathOf(path, pathBytes), bytes.GetBuffer(), bytes.GetSize(), count);
}

signed int MemoryCard::GetStatusText(signed int status, CLR_RT_TypedArray_UINT8 text, HRESULT &)
{
    return board::StatusText(status, text.GetBuffer(), text.GetSize());
}
