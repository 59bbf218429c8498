"""Translations without gettext's programs, read back by gettext itself."""

import gettext

from config import texts

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: a.py:1
msgid "Nộp hồ sơ"
msgstr "File a dossier"

#, fuzzy
msgid "Tra cứu"
msgstr "wrong"

msgctxt "nút"
msgid "Gửi"
msgstr "Send"

msgid "Còn %(n)s ngày"
msgid_plural "Còn %(n)s ngày làm việc"
msgstr[0] "%(n)s day left"
msgstr[1] "%(n)s days left"

msgid "Chưa dịch"
msgstr ""
"""


def test_compiled_catalogues_answer_as_gettext_expects(tmp_path):
    (tmp_path / "django.po").write_text(PO, encoding="utf-8")
    texts.write_mo(tmp_path / "django.mo", texts.read_po(tmp_path / "django.po"))
    with (tmp_path / "django.mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("Nộp hồ sơ") == "File a dossier"
    assert english.pgettext("nút", "Gửi") == "Send"
    assert english.ngettext("Còn %(n)s ngày", "Còn %(n)s ngày làm việc", 3) == "%(n)s days left"
    assert english.gettext("Tra cứu") == "Tra cứu"
    assert english.gettext("Chưa dịch") == "Chưa dịch"


def test_texts_are_found_in_code_and_templates(tmp_path):
    code, page = tmp_path / "a.py", tmp_path / "a.html"
    code.write_text('_("Một"); pgettext("nút", "Gửi"); x.gettext_lazy("Hai" "ba"); print("không")')
    page.write_text(
        '{% load i18n %}{% translate "Bốn" %}{% translate "Gửi" context "nút" %}'
        "{% blocktranslate trimmed %}\n  Năm\n  {{ n }} sáu\n{% endblocktranslate %}"
    )
    assert set(texts.texts_of_code(code)) == {"Một", "nút\x04Gửi", "Haiba"}
    assert set(texts.texts_of_template(page)) == {"Bốn", "nút\x04Gửi", "Năm %(n)s sáu"}
