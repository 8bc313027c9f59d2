// The bodies of TinyClassify.Native.Engine: from the runtime's arrays to board_runtime.h.
#include "TinyClassify_Native.h"
#include "TinyClassify_Native_TinyClassify_Native_Engine.h"

#include "board_runtime.h"

using namespace TinyClassify_Native::TinyClassify_Native;
namespace board = tinyclassify::board;

signed int Engine::GetInterfaceVersion(HRESULT &)
{
    return board::kInterfaceVersion;
}

signed int Engine::OpenBuiltInModel(HRESULT &)
{
    return board::OpenBuiltInModel();
}

signed int Engine::DescribeModel(CLR_RT_TypedArray_INT32 facts, HRESULT &)
{
    return board::DescribeModel(reinterpret_cast<int32_t *>(facts.GetBuffer()), facts.GetSize());
}

signed int Engine::GetModelName(CLR_RT_TypedArray_UINT8 text, HRESULT &)
{
    return board::ModelName(text.GetBuffer(), text.GetSize());
}

signed int Engine::GetLabel(signed int classIndex, CLR_RT_TypedArray_UINT8 text, HRESULT &)
{
    return board::Label(classIndex, text.GetBuffer(), text.GetSize());
}

signed int Engine::ClassifyFrame(
    CLR_RT_TypedArray_UINT8 pixels,
    signed int format,
    signed int width,
    signed int height,
    signed int stride,
    CLR_RT_TypedArray_UINT16 preview,
    signed int previewWidth,
    signed int previewHeight,
    CLR_RT_TypedArray_INT32 results,
    HRESULT &)
{
    const tc_frame frame = {
        pixels.GetBuffer(),
        static_cast<uint32_t>(width),
        static_cast<uint32_t>(height),
        static_cast<uint32_t>(stride),
        static_cast<uint32_t>(format)};
    const tc_preview shown = {
        preview.GetBuffer(), static_cast<uint32_t>(previewWidth), static_cast<uint32_t>(previewHeight)};
    return board::ClassifyFrame(
        frame,
        pixels.GetSize(),
        shown,
        preview.GetSize(),
        reinterpret_cast<int32_t *>(results.GetBuffer()),
        results.GetSize());
}

signed int Engine::GetErrorText(CLR_RT_TypedArray_UINT8 text, HRESULT &)
{
    return board::ErrorText(text.GetBuffer(), text.GetSize());
}

signed int Engine::LoadModel(CLR_RT_TypedArray_UINT8 path, signed int pathBytes, HRESULT &)
{
    return board::LoadModel({path.GetBuffer(), path.GetSize(), pathBytes});
}

signed int Engine::BeginPicture(CLR_RT_TypedArray_UINT8 path, signed int pathBytes, signed int width, signed int height, HRESULT &)
{
    return board::BeginPicture({path.GetBuffer(), path.GetSize(), pathBytes}, width, height);
}

signed int Engine::ContinuePicture(CLR_RT_TypedArray_UINT16 preview, CLR_RT_TypedArray_INT32 results, HRESULT &)
{
    return board::ContinuePicture(
        preview.GetBuffer(), preview.GetSize(), reinterpret_cast<int32_t *>(results.GetBuffer()), results.GetSize());
}

signed int Engine::CancelPicture(HRESULT &)
{
    return board::CancelPicture();
}
