"""The addresses of the shell."""

from __future__ import annotations

from django.urls import path

from lestari.foundation.components.gallery import gallery
from lestari.surface.web import language, region_lists, regions, searching, tasks, views

urlpatterns = [
    path("", views.home, name="home"),
    path("tugas", tasks.duties, name="duties"),
    path("tugas.<ending:ending>", tasks.duties_file, name="duties-file"),
    path("tugas/lain", tasks.duties_of_others, name="duties-of-others"),
    path("tugas/lain.<ending:ending>", tasks.duties_of_others_file, name="duties-of-others-file"),
    path("cari", searching.search, name="search"),
    path("cari.<ending:ending>", searching.search_file, name="search-file"),
    path("wilayah", regions.regions, name="regions"),
    path("wilayah/daftar", region_lists.region_lists, name="region-lists"),
    path("wilayah/daftar/periksa", region_lists.region_list_check, name="region-list-check"),
    path("wilayah/daftar/terapkan", region_lists.region_list_apply, name="region-list-apply"),
    path("wilayah/daftar/<uuid:pk>/urungkan", region_lists.region_list_undo, name="region-list-undo"),
    path("wilayah/<str:code>.<ending:ending>", regions.region_file, name="region-file"),
    path("wilayah/<str:code>", regions.region, name="region"),
    path("galeri", gallery, name="gallery"),
    path("bahasa/<str:language>", language.speak, name="language"),
]
