// SPDX-License-Identifier: Apache-2.0
#include "document/internal/lean_fonts.h"

#include <cairo-ft.h>
#include <ft2build.h>
#include <hb-subset.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include FT_FREETYPE_H

namespace kaogong::document {

namespace {

struct Release {
  void operator()(hb_face_t* face) const { hb_face_destroy(face); }
  void operator()(hb_set_t* set) const { hb_set_destroy(set); }
  void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
  void operator()(hb_subset_input_t* input) const { hb_subset_input_destroy(input); }
  void operator()(cairo_font_face_t* face) const { cairo_font_face_destroy(face); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

constexpr hb_tag_t kCff = HB_TAG('C', 'F', 'F', ' ');

bool IsCff(hb_face_t* face) {
  const Owned<hb_blob_t> table(hb_face_reference_table(face, kCff));
  return hb_blob_get_length(table.get()) > 0;
}

// The font with these glyphs alone, each under its own number; empty when it cannot be cut.
Owned<hb_blob_t> Cut(hb_face_t* face, const hb_set_t* glyphs) {
  const Owned<hb_subset_input_t> input(hb_subset_input_create_or_fail());
  if (!input) return nullptr;
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_RETAIN_GIDS |
                                             HB_SUBSET_FLAGS_DESUBROUTINIZE |
                                             HB_SUBSET_FLAGS_NO_HINTING);
  hb_set_union(hb_subset_input_glyph_set(input.get()), glyphs);
  // Text is shaped already.
  hb_set_t* const dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
  for (const hb_tag_t tag : {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
                             HB_TAG('G', 'D', 'E', 'F'), HB_TAG('V', 'O', 'R', 'G')})
    hb_set_add(dropped, tag);
  const Owned<hb_face_t> cut(hb_subset_or_fail(face, input.get()));
  return Owned<hb_blob_t>(cut ? hb_face_reference_blob(cut.get()) : nullptr);
}

// FreeType's library is the process's: Cairo keeps faces for later, beyond the end of a thread. Making
// and ending a face must not happen at once.
struct FreeType {
  std::mutex mutex;
  FT_Library library = nullptr;

  // Null when FreeType cannot be had.
  static FreeType* Get() {
    static FreeType* const shared = [] {
      auto* const made = new FreeType;  // Never destroyed, as Cairo's faces are not.
      if (FT_Init_FreeType(&made->library) != 0) made->library = nullptr;
      return made;
    }();
    return shared->library == nullptr ? nullptr : shared;
  }
};

// What a face of Cairo's is made of, and ends with it.
struct Held {
  Owned<hb_blob_t> bytes;
  FT_Face face = nullptr;

  static void End(void* data) {
    const std::unique_ptr<Held> held(static_cast<Held*>(data));
    const std::lock_guard lock(FreeType::Get()->mutex);
    FT_Done_Face(held->face);
  }
};

// A face of Cairo's of a font's bytes; null when they are none.
Owned<cairo_font_face_t> FaceOf(Owned<hb_blob_t> bytes) {
  FreeType* const free_type = FreeType::Get();
  if (!bytes || free_type == nullptr) return nullptr;
  unsigned int length = 0;
  const char* const data = hb_blob_get_data(bytes.get(), &length);
  auto held = std::make_unique<Held>();
  {
    const std::lock_guard lock(free_type->mutex);
    // FreeType's bytes are unsigned.
    if (FT_New_Memory_Face(free_type->library, reinterpret_cast<const FT_Byte*>(data),
                           static_cast<FT_Long>(length), 0, &held->face) != 0)
      return nullptr;
  }
  held->bytes = std::move(bytes);
  static const cairo_user_data_key_t key{};
  Owned<cairo_font_face_t> face(
      cairo_ft_font_face_create_for_ft_face(held->face, FT_LOAD_NO_HINTING));
  if (cairo_font_face_set_user_data(face.get(), &key, held.get(), &Held::End) !=
      CAIRO_STATUS_SUCCESS) {
    Held::End(held.release());
    return nullptr;
  }
  (void)held.release();  // The face's now.
  return face;
}

bool HasUnknown(const PangoGlyphString& glyphs) {
  return std::any_of(glyphs.glyphs, glyphs.glyphs + glyphs.num_glyphs, [](const auto& info) {
    return info.glyph != PANGO_GLYPH_EMPTY && (info.glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0;
  });
}

double InPoints(int pango_units) { return pango_units / static_cast<double>(PANGO_SCALE); }

// Glyphs at their places, from (x, y) on.
std::vector<cairo_glyph_t> PlacesOf(const PangoGlyphString& glyphs, double x, double y) {
  std::vector<cairo_glyph_t> places;
  for (int i = 0; i < glyphs.num_glyphs; ++i) {
    const PangoGlyphInfo& info = glyphs.glyphs[i];
    if (info.glyph != PANGO_GLYPH_EMPTY) {
      places.push_back({info.glyph, x + InPoints(info.geometry.x_offset),
                        y + InPoints(info.geometry.y_offset)});
    }
    x += InPoints(info.geometry.width);
  }
  return places;
}

// Which bytes of the text each glyph stands for, so that it can be searched and copied.
std::vector<cairo_text_cluster_t> ClustersOf(PangoGlyphItem* item, const char* text) {
  std::vector<cairo_text_cluster_t> clusters;
  PangoGlyphItemIter iter;
  for (gboolean is_there = pango_glyph_item_iter_init_start(&iter, item, text); is_there != 0;
       is_there = pango_glyph_item_iter_next_cluster(&iter)) {
    int count = 0;
    const int step = iter.start_glyph < iter.end_glyph ? 1 : -1;
    for (int i = iter.start_glyph; i != iter.end_glyph; i += step)
      count += item->glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY ? 1 : 0;
    clusters.push_back({iter.end_index - iter.start_index, count});
  }
  return clusters;
}

}  // namespace

struct LeanFonts::Font {
  explicit Font(hb_face_t* face)
      : whole(hb_face_reference(face)),
        noted(hb_set_create()),
        kept(hb_set_create()),
        is_cff(IsCff(face)) {}

  // The font to draw with; null when it could not be cut.
  cairo_font_face_t* Lean() {
    if (!hb_set_is_subset(noted.get(), kept.get())) {
      hb_set_union(kept.get(), noted.get());
      lean = FaceOf(Cut(whole.get(), kept.get()));
    }
    return lean.get();
  }

  const Owned<hb_face_t> whole;
  const Owned<hb_set_t> noted;  // All that documents drew so far.
  const Owned<hb_set_t> kept;   // Those that `lean` has.
  const bool is_cff;
  Owned<cairo_font_face_t> lean;
};

// A renderer of Pango that draws with lean fonts; Pango itself sees to colours and underlines.
struct LeanFonts::Renderer {
  PangoRenderer parent;
  LeanFonts* fonts;
  cairo_t* context;
  double x;
  double y;

  // GObject's way of inheritance: a Renderer begins with its PangoRenderer.
  static Renderer* Of(PangoRenderer* renderer) { return reinterpret_cast<Renderer*>(renderer); }

  void SetColor(PangoRenderPart part) {
    const PangoColor* const color = pango_renderer_get_color(&parent, part);
    const double whole = 65535;
    if (color == nullptr) {
      cairo_set_source_rgb(context, 0, 0, 0);
    } else {
      cairo_set_source_rgb(context, color->red / whole, color->green / whole, color->blue / whole);
    }
  }

  static void DrawGlyphItem(PangoRenderer* renderer, const char* text, PangoGlyphItem* item, int x,
                            int y) {
    Renderer& self = *Of(renderer);
    const double at_x = self.x + InPoints(x);
    const double at_y = self.y + InPoints(y);
    cairo_save(self.context);
    self.SetColor(PANGO_RENDER_PART_FOREGROUND);
    Font* const font = self.fonts->FontOf(item);
    cairo_font_face_t* const lean = font == nullptr ? nullptr : font->Lean();
    if (lean == nullptr) {
      cairo_move_to(self.context, at_x, at_y);
      pango_cairo_show_glyph_item(self.context, text, item);
    } else {
      self.Show(lean, text, item, at_x, at_y);
    }
    cairo_restore(self.context);
  }

  void Show(cairo_font_face_t* lean, const char* text, PangoGlyphItem* item, double at_x,
            double at_y) const {
    cairo_scaled_font_t* const scaled =
        pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(item->item->analysis.font));
    cairo_matrix_t matrix;
    cairo_scaled_font_get_font_matrix(scaled, &matrix);
    cairo_set_font_face(context, lean);
    cairo_set_font_matrix(context, &matrix);
    const auto glyphs = PlacesOf(*item->glyphs, at_x, at_y);
    const auto clusters = ClustersOf(item, text);
    const bool is_backward = (item->item->analysis.level & 1) != 0;
    cairo_show_text_glyphs(context, text + item->item->offset, item->item->length, glyphs.data(),
                           static_cast<int>(glyphs.size()), clusters.data(),
                           static_cast<int>(clusters.size()),
                           is_backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD
                                       : cairo_text_cluster_flags_t());
  }

  // Underlines.
  static void DrawRectangle(PangoRenderer* renderer, PangoRenderPart part, int x, int y, int width,
                            int height) {
    Renderer& self = *Of(renderer);
    cairo_save(self.context);
    self.SetColor(part);
    cairo_rectangle(self.context, self.x + InPoints(x), self.y + InPoints(y), InPoints(width),
                    InPoints(height));
    cairo_fill(self.context);
    cairo_restore(self.context);
  }

  static void InitClass(gpointer type_class, gpointer) {
    auto* const renderer = static_cast<PangoRendererClass*>(type_class);
    renderer->draw_glyph_item = &DrawGlyphItem;
    renderer->draw_rectangle = &DrawRectangle;
  }

  static GType Type() {
    static const GType type = g_type_register_static_simple(
        PANGO_TYPE_RENDERER, "KaogongLeanRenderer", sizeof(PangoRendererClass), &InitClass,
        sizeof(Renderer), nullptr, GTypeFlags());
    return type;
  }
};

LeanFonts::LeanFonts() = default;

LeanFonts::~LeanFonts() = default;

LeanFonts::Font* LeanFonts::FontOf(PangoGlyphItem* item) {
  if (HasUnknown(*item->glyphs)) return nullptr;
  hb_face_t* const face = hb_font_get_face(pango_font_get_hb_font(item->item->analysis.font));
  auto found = std::find_if(fonts_.begin(), fonts_.end(),
                            [&](const auto& font) { return font->whole.get() == face; });
  if (found == fonts_.end()) {
    fonts_.push_back(std::make_unique<Font>(face));
    found = std::prev(fonts_.end());
  }
  return (*found)->is_cff ? found->get() : nullptr;
}

void LeanFonts::Note(PangoLayoutLine* line) {
  for (const GSList* run = line->runs; run != nullptr; run = run->next) {
    auto* const item = static_cast<PangoGlyphItem*>(run->data);
    Font* const font = FontOf(item);
    if (font == nullptr) continue;
    for (int i = 0; i < item->glyphs->num_glyphs; ++i) {
      if (item->glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
        hb_set_add(font->noted.get(), item->glyphs->glyphs[i].glyph);
    }
  }
}

void LeanFonts::Show(cairo_t* context, PangoLayoutLine* line) {
  auto* const renderer = static_cast<PangoRenderer*>(g_object_new(Renderer::Type(), nullptr));
  Renderer& own = *Renderer::Of(renderer);
  own.fonts = this;
  own.context = context;
  cairo_get_current_point(context, &own.x, &own.y);
  pango_renderer_draw_layout_line(renderer, line, 0, 0);
  g_object_unref(renderer);
}

}  // namespace kaogong::document
