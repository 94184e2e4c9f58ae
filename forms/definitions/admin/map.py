"""The form as a picture."""

from __future__ import annotations

from typing import Any

from forms.definitions.admin.form_page import AboutOneForm
from forms.definitions.compile import CompileFailed, sketch_form
from forms.definitions.mapping import FormMap, map_of

ZOOMS = (50, 75, 100, 150)


class MapOfForm(AboutOneForm):
    """Show steps, conditions and routes as a picture, and the same in sentences."""

    template_name = "definitions/map.html"
    page_title = "Map"
    header_icon = "site"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.GET.get("zoom", "")
        zoom = next((one for one in ZOOMS if str(one) == wanted), 100)
        drawn = self._map()
        return {
            **super().get_context_data(**kwargs),
            "map": drawn,
            "form": self.draft,
            "zooms": ZOOMS,
            "zoom": zoom,
            "width": drawn.width * zoom // 100 if drawn else 0,
            "height": drawn.height * zoom // 100 if drawn else 0,
            "edit_url": self.edit_url,
        }

    def _map(self) -> FormMap | None:
        try:
            spec = sketch_form(self.draft).spec
        except CompileFailed:
            return None
        return map_of(spec) if spec.steps else None
