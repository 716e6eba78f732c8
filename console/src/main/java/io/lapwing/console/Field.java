package io.lapwing.console;

import java.util.List;

/// A field of a form.
///
/// @param hint what to type, when that is not plain; may be empty
/// @param error what is wrong with it; may be empty
/// @param complete what browsers fill in (WHATWG HTML §4.10.18.7): `username`; may be empty
record Field(
        String name,
        String label,
        String hint,
        Kind kind,
        String value,
        boolean required,
        List<Option> options,
        String error,
        String complete) {
    enum Kind {
        TEXT,
        PASSWORD,
        AREA,
        SELECT,
        CHECK,
        /// Six digits.
        CODE
    }

    /// One of a choice.
    record Option(String value, String label) {}

    static Field text(String name, String label, String hint) {
        return new Field(name, label, hint, Kind.TEXT, "", true, List.of(), "", "off");
    }

    static Field area(String name, String label, String hint) {
        return text(name, label, hint).of(Kind.AREA);
    }

    static Field password(String name, String label, String hint, String complete) {
        return text(name, label, hint).of(Kind.PASSWORD).completed(complete);
    }

    static Field check(String name, String label, String hint) {
        return text(name, label, hint).of(Kind.CHECK).optional();
    }

    static Field select(String name, String label, String hint, List<Option> options) {
        return new Field(name, label, hint, Kind.SELECT, "", true, options, "", "off");
    }

    Field optional() {
        return new Field(name, label, hint, kind, value, false, options, error, complete);
    }

    Field value(String now) {
        return new Field(name, label, hint, kind, now, required, options, error, complete);
    }

    Field wrong(String why) {
        return new Field(name, label, hint, kind, value, required, options, why, complete);
    }

    Field completed(String word) {
        return new Field(name, label, hint, kind, value, required, options, error, word);
    }

    Field of(Kind other) {
        return new Field(name, label, hint, other, value, required, options, error, complete);
    }

    /// The same field with what was posted, and what is wrong with that; passwords are typed again.
    Field with(Form form) {
        Field filled = kind == Kind.PASSWORD || kind == Kind.CODE ? this : value(posted(form));
        return required && form.text(name).isEmpty() && kind != Kind.CHECK
                ? filled.wrong(label + " is missing")
                : filled;
    }

    private String posted(Form form) {
        return kind == Kind.CHECK ? (form.checked(name) ? "on" : "") : form.text(name);
    }
}
