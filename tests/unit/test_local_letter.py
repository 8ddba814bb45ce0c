"""Reading caught mail, also the kind that breaks the rules."""

from email.message import EmailMessage

from deploy.local.mail_catcher.letter import Letter, header_values


def test_swedish_subject_both_parts_and_attachment_are_read() -> None:
    message = EmailMessage()
    message["Subject"] = "Bekräftelse på ditt ärende"
    message.set_content("Hej, tack för ditt klagomål.")
    message.add_alternative("<p>Hej, tack för ditt klagomål.</p>", subtype="html")
    message.add_attachment(b"12345", maintype="application", subtype="pdf", filename="Ärende.pdf")
    letter = Letter.parse(message.as_bytes())
    assert letter.subject == "Bekräftelse på ditt ärende"
    assert letter.text.strip() == "Hej, tack för ditt klagomål."
    assert letter.html.strip() == "<p>Hej, tack för ditt klagomål.</p>"
    (attachment,) = letter.attachments
    assert (attachment.name, attachment.media_type, attachment.size) == (
        "Ärende.pdf",
        "application/pdf",
        5,
    )


def test_unknown_charset_shows_what_can_be_read() -> None:
    letter = Letter.parse(b"Content-Type: text/plain; charset=made-up\r\n\r\nabc \xff\r\n")
    assert letter.text.strip() == "abc \N{REPLACEMENT CHARACTER}"


def test_encoded_word_of_unknown_charset_stays_as_it_is() -> None:
    letter = Letter.parse(b"Subject: =?made-up?q?abc?=\r\n\r\n")
    assert letter.subject == "=?made-up?q?abc?="


def test_mail_without_headers_is_text() -> None:
    letter = Letter.parse(b"just words\r\n")
    assert letter.subject == ""
    assert "just words" in letter.text


def test_header_with_a_line_break_inside_becomes_one_line() -> None:
    letter = Letter.parse(b"Subject: one\r\n two\r\n\r\n")
    assert letter.subject == "one two"


def test_header_values_come_in_order_for_each_name() -> None:
    source = b"X-To: a@x.example\r\nSubject: S\r\nX-To: b@x.example\r\n\r\nbody"
    assert header_values(source, "x-to", "Message-ID") == (("a@x.example", "b@x.example"), ())
