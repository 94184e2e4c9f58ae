from django.urls import path

from content.compliance.views import prescribing_information

urlpatterns = [
    path(
        "prescribing-information/<slug:territory>/", prescribing_information, name="prescribing_information"
    ),
]
