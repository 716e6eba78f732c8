package io.lapwing.console;

import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A page with one form: what it is about, what will happen, what to type.
///
/// A dangerous one asks for the name of what it is done to. Everything that changes the platform goes through it.
///
/// @param trail the pages above: path and name
/// @param happens what will happen, a sentence each
/// @param typed what must be typed to go on; empty when nothing
/// @param hidden fields that go along
/// @param mistyped whether the name was typed wrongly
/// @param problem why it was refused
record Ask(
        String title,
        String lead,
        List<Crumb> trail,
        String action,
        String button,
        boolean dangerous,
        List<String> happens,
        String typed,
        List<Field> fields,
        List<Hidden> hidden,
        boolean mistyped,
        Optional<String> problem) {
    /// A page above.
    record Crumb(String path, String name) {}

    /// A field that goes along.
    record Hidden(String name, String value) {
        /// The version of what the form changes.
        static Hidden version(long version) {
            return new Hidden("version", Long.toString(version));
        }
    }

    /// The field in which a name is typed.
    static final String TYPED = "typed";

    Ask {
        trail = List.copyOf(trail);
        happens = List.copyOf(happens);
        fields = List.copyOf(fields);
        hidden = List.copyOf(hidden);
    }

    static Ask of(String title, String action, String button, List<Field> fields) {
        return new Ask(
                title,
                "",
                List.of(),
                action,
                button,
                false,
                List.of(),
                "",
                fields,
                List.of(),
                false,
                Optional.empty());
    }

    Ask lead(String text) {
        return new Ask(
                title, text, trail, action, button, dangerous, happens, typed, fields, hidden,
                mistyped, problem);
    }

    Ask under(Crumb... above) {
        return new Ask(
                title,
                lead,
                List.of(above),
                action,
                button,
                dangerous,
                happens,
                typed,
                fields,
                hidden,
                mistyped,
                problem);
    }

    Ask happens(List<String> sentences) {
        return new Ask(
                title, lead, trail, action, button, dangerous, sentences, typed, fields, hidden,
                mistyped, problem);
    }

    /// There is no way back, or someone's work stops: say what will happen and let the name be typed.
    Ask dangerous(String name, String... sentences) {
        return new Ask(
                title,
                lead,
                trail,
                action,
                button,
                true,
                List.of(sentences),
                name,
                fields,
                hidden,
                mistyped,
                problem);
    }

    Ask hiding(List<Hidden> along) {
        return new Ask(
                title, lead, trail, action, button, dangerous, happens, typed, fields, along,
                mistyped, problem);
    }

    /// The same page after something of it was refused.
    Ask refused(Form form, Fault fault) {
        return with(form, Optional.of(fault.getMessage()));
    }

    /// The same page with what was posted.
    Ask with(Form form, Optional<String> why) {
        List<Field> filled = fields.stream().map(field -> field.with(form)).toList();
        return new Ask(
                title,
                lead,
                trail,
                action,
                button,
                dangerous,
                happens,
                typed,
                filled,
                hidden,
                !matches(form),
                why);
    }

    /// The blank page, with what went wrong before.
    Ask because(String why) {
        return new Ask(
                title,
                lead,
                trail,
                action,
                button,
                dangerous,
                happens,
                typed,
                fields,
                hidden,
                mistyped,
                Optional.of(why));
    }

    /// What of the form is missing or was typed wrongly, a sentence each.
    List<String> wrong(Form form) {
        List<String> wrong = new ArrayList<>();
        fields.stream()
                .map(field -> field.with(form))
                .map(Field::error)
                .filter(error -> !error.isEmpty())
                .forEach(wrong::add);
        if (!matches(form)) {
            wrong.add("Type " + typed + " to go on");
        }
        return wrong;
    }

    private boolean matches(Form form) {
        return typed.isEmpty() || form.text(TYPED).equalsIgnoreCase(typed);
    }

    /// Fields with what is wrong with them, for the summary.
    List<Field> faulty() {
        return fields.stream().filter(field -> !field.error().isEmpty()).toList();
    }
}
