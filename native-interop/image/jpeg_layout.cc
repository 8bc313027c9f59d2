#include "jpeg_layout.h"

namespace tinyclassify::image {
namespace {

/// Samples a block gives along one axis: one for each sample of the reduced picture, where that can be.
/// @param ratio  by which the component is sampled more coarsely; receives what is left to be enlarged
uint32_t SamplesOfBlock(uint32_t reduction, uint32_t* ratio) {
  uint32_t samples = 8u >> reduction;
  while (samples < 8 && *ratio % 2 == 0) {
    samples *= 2;
    *ratio /= 2;
  }
  return samples;
}

uint32_t Reduced(uint32_t size, uint32_t samples_of_eight) { return (size * samples_of_eight + 7) / 8; }

void PlanPlane(const JpegHeader& header, uint32_t c, JpegLayout* layout) {
  const JpegComponent& component = header.components[c];
  JpegPlane* const plane = &layout->planes[c];
  plane->ratio_x = header.h_max / component.h;
  plane->ratio_y = header.v_max / component.v;
  plane->columns = SamplesOfBlock(layout->reduction, &plane->ratio_x);
  plane->rows = SamplesOfBlock(layout->reduction, &plane->ratio_y);
  plane->width = Reduced(component.width, plane->columns);
  plane->height = Reduced(component.height, plane->rows);
  plane->stride = layout->wanted_x() * component.h * plane->columns;
  plane->blocks_x = header.mcus_x * component.h;
}

bool Fits(const JpegHeader& header, const JpegLayout& layout) {
  uint64_t bytes = uint64_t{layout.row_samples(header)} * 3;
  for (uint32_t c = 0; c < header.component_count; ++c) {
    bytes += JpegCoefficientBytes(header, layout, c) + JpegHistoryBytes(header, layout, c) + JpegSampleBytes(header, layout, c) +
             layout.row_samples(header);
  }
  return bytes <= kJpegKeptBytes;
}

/// Samples of a block along its finer axis: frequencies that the picture shows.
uint32_t Shown(const JpegPlane& plane) { return plane.columns > plane.rows ? plane.columns : plane.rows; }

/// Keeps as many coefficients as fit; of the colours half as large a share of what is shown as of the light.
/// @param refined  what can be refined: 0: nothing; 1: the light; 2: all
void KeepWhatFits(const JpegHeader& header, uint32_t refined, JpegLayout* layout) {
  const uint32_t share = header.color == JpegColor::kRgb || header.color == JpegColor::kCmyk ? 1 : 2;
  const uint32_t light_shown = Shown(layout->planes[0]), colours_shown = Shown(layout->planes[1]);
  uint32_t light = 8, colours = header.component_count > 1 ? 8 : 1;
  for (;;) {
    for (uint32_t c = 0; c < header.component_count; ++c) {
      JpegPlane* const plane = &layout->planes[c];
      const bool of_light = c % 3 == 0;  // The fourth component is black.
      plane->kept = of_light ? light : colours;
      plane->history = header.progressive && plane->kept > 1 && plane->kept < 8 && refined > (of_light ? 0u : 1u);
    }
    if (Fits(header, *layout) || (light == 1 && colours == 1)) return;
    if (light == 1 || (colours > 1 && colours * share * light_shown >= light * colours_shown)) {
      --colours;
    } else {
      --light;
    }
  }
}

}  // namespace

uint64_t JpegCoefficientBytes(const JpegHeader& header, const JpegLayout& layout, uint32_t c) {
  const JpegComponent& component = header.components[c];
  const JpegPlane& plane = layout.planes[c];
  // A block that is refined is needed as a whole, wherever it lies.
  const bool all = plane.kept == 8;
  const uint64_t columns = uint64_t{all ? header.mcus_x : layout.wanted_x()} * component.h;
  const uint64_t rows = uint64_t{all ? header.mcus_y : layout.wanted_y()} * component.v;
  return columns * rows * plane.kept * plane.kept * sizeof(int16_t);
}

uint64_t JpegHistoryBytes(const JpegHeader& header, const JpegLayout& layout, uint32_t c) {
  const JpegComponent& component = header.components[c];
  if (!layout.planes[c].history) return 0;
  return uint64_t{header.mcus_x} * component.h * header.mcus_y * component.v * 2 * sizeof(uint32_t);
}

uint64_t JpegSampleBytes(const JpegHeader& header, const JpegLayout& layout, uint32_t c) {
  const JpegPlane& plane = layout.planes[c];
  return uint64_t{plane.stride} * (1 + plane.rows * header.components[c].v);
}

JpegLayout PlanJpeg(const JpegHeader& header, const Canvas& canvas) {
  JpegLayout layout = {};
  // One MCU more on each side: samples of coarser components blend into their neighbours' pixels.
  // What is kept must not depend on whether a preview is drawn.
  const Canvas::Range shown = header.buffered ? canvas.shown_with_preview() : canvas.shown();
  const uint32_t first_x = shown.first_x / header.McuWidth(), first_y = shown.first_y / header.McuHeight();
  const uint32_t end_x = (shown.end_x - 1) / header.McuWidth() + 2, end_y = (shown.end_y - 1) / header.McuHeight() + 2;
  layout.first_mcu_x = first_x > 0 ? first_x - 1 : 0;
  layout.first_mcu_y = first_y > 0 ? first_y - 1 : 0;
  layout.end_mcu_x = end_x < header.mcus_x ? end_x : header.mcus_x;
  layout.end_mcu_y = end_y < header.mcus_y ? end_y : header.mcus_y;
  layout.reduction = canvas.Reduction();
  for (uint32_t c = 0; c < header.component_count; ++c) PlanPlane(header, c, &layout);
  // Refinements are worth less than the upper half of what is shown of the light.
  for (uint32_t refined = 2; header.buffered; --refined) {
    KeepWhatFits(header, refined, &layout);
    if (refined == 0 || layout.planes[0].kept * 2 > Shown(layout.planes[0])) break;
  }
  return layout;
}

}  // namespace tinyclassify::image
