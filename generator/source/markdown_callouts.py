"""What a callout is called where its writer gives it no title, by kind and language."""

LABELS = {
    "ar": {"note": "ملاحظة", "tip": "نصيحة", "important": "مهم", "warning": "تحذير", "caution": "تنبيه"},
    "de": {"note": "Hinweis", "tip": "Tipp", "important": "Wichtig", "warning": "Warnung", "caution": "Vorsicht"},
    "en": {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"},
    "es": {
        "note": "Nota",
        "tip": "Consejo",
        "important": "Importante",
        "warning": "Aviso",
        "caution": "Precaución",
    },
    "fr": {"note": "Note", "tip": "Conseil", "important": "Important", "warning": "Attention", "caution": "Prudence"},
    "zh": {"note": "说明", "tip": "提示", "important": "重要", "warning": "警告", "caution": "注意"},
}


def callout_label(kind: str, *, language: str) -> str:
    """The label of a kind of callout; in English where the language is none of these."""
    return LABELS.get(language.split("-")[0].lower(), LABELS["en"])[kind]
