// The bodies of TinyClassify.Native.Canvas: from the runtime's arrays to tc_draw.h.
#include "TinyClassify_Native.h"
#include "TinyClassify_Native_TinyClassify_Native_Canvas.h"

#include "tc_draw.h"

using namespace TinyClassify_Native::TinyClassify_Native;

namespace
{

tcd_frame FrameOf(CLR_RT_TypedArray_UINT16 &pixels, signed int width)
{
    // A width of 0 or less makes a frame that every function refuses.
    return {pixels.GetBuffer(), width, width > 0 ? static_cast<int32_t>(pixels.GetSize()) / width : 0};
}

bool IsPart(CLR_RT_TypedArray_UINT8 &text, signed int start, signed int count)
{
    const signed int size = static_cast<signed int>(text.GetSize());
    return start >= 0 && count >= 0 && start <= size && count <= size - start;
}

} // namespace

signed int Canvas::Fill(
    CLR_RT_TypedArray_UINT16 frame, signed int frameWidth, signed int x, signed int y, signed int width, signed int height,
    signed int radius, signed int color, HRESULT &)
{
    const tcd_frame target = FrameOf(frame, frameWidth);
    const tcd_rectangle rectangle{x, y, width, height};
    return radius > 0 ? tcd_fill_round(&target, &rectangle, radius, static_cast<uint16_t>(color))
                      : tcd_fill(&target, &rectangle, static_cast<uint16_t>(color));
}

signed int Canvas::Copy(
    CLR_RT_TypedArray_UINT16 frame, signed int frameWidth, signed int x, signed int y, CLR_RT_TypedArray_UINT16 picture,
    signed int width, signed int height, HRESULT &)
{
    if (width <= 0 || height <= 0) return TC_ERROR_ARGUMENT;
    if (static_cast<int64_t>(width) * height > picture.GetSize()) return TC_ERROR_ARGUMENT;
    const tcd_frame target = FrameOf(frame, frameWidth);
    const tcd_rectangle rectangle{x, y, width, height};
    return tcd_copy(&target, &rectangle, picture.GetBuffer());
}

signed int Canvas::MeasureText(
    CLR_RT_TypedArray_UINT8 text, signed int start, signed int count, signed int font, signed int maxWidth, HRESULT &)
{
    if (!IsPart(text, start, count)) return TC_ERROR_ARGUMENT;
    const tcd_text run{text.GetBuffer() + start, static_cast<uint32_t>(count), font, maxWidth};
    return tcd_text_width(&run);
}

signed int Canvas::DrawText(
    CLR_RT_TypedArray_UINT16 frame, signed int frameWidth, signed int x, signed int baseline, CLR_RT_TypedArray_UINT8 text,
    signed int start, signed int count, signed int font, signed int maxWidth, signed int color, HRESULT &)
{
    if (!IsPart(text, start, count)) return TC_ERROR_ARGUMENT;
    const tcd_frame target = FrameOf(frame, frameWidth);
    const tcd_text run{text.GetBuffer() + start, static_cast<uint32_t>(count), font, maxWidth};
    return tcd_draw_text(&target, &run, x, baseline, static_cast<uint16_t>(color));
}
