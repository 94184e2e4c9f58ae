"""The programme's page types; each stands in a module of `content.pages`."""

from content.pages.base import ContentPage, PageTag
from content.pages.finding import SearchPage, SiteMapPage
from content.pages.news import NewsIndexPage, NewsPage
from content.pages.programme import ChecklistPage, HomePage, ProgrammePage, ServicePage
from content.pages.reading import ContactPage, ResourcesPage, StandardPage
from content.pages.touchpoints import TouchpointsPage

__all__ = [
    "ChecklistPage",
    "ContactPage",
    "ContentPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PageTag",
    "ProgrammePage",
    "ResourcesPage",
    "SearchPage",
    "ServicePage",
    "SiteMapPage",
    "StandardPage",
    "TouchpointsPage",
]
