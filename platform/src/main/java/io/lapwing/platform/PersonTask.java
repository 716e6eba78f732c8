package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.kms.Actor;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Parameters;

/// A command about one person: a user, a service account or a machine.
abstract class PersonTask extends AdminTask {
    @Parameters(
            index = "0",
            paramLabel = "PERSON",
            description = "user:anna, service:ci or machine:monitor.")
    private String person = "";

    PersonTask(Context context) {
        super(context);
    }

    @Override
    ExitCode run(Platform platform, Actor actor) {
        return run(PlatformPeopleDesk.of(platform), Principal.local(actor.name()), person);
    }

    abstract ExitCode run(PeopleDesk desk, Principal who, String person);

    /// Tells how somebody is now.
    ExitCode answer(PeopleDesk.PersonView view) {
        return answer(view, terminal -> write(view, terminal));
    }

    static void write(PeopleDesk.PersonView view, Terminal terminal) {
        terminal.heading(view.name() + (view.enabled() ? "" : ", not enabled"));
        view.grants().forEach(grant -> terminal.line("  may as     " + text(grant)));
        terminal.line("  proves by  " + String.join(", ", view.factors()));
        view.lastSeen().ifPresent(at -> terminal.line("  last seen  " + at));
    }

    /// `owner:owner=acme`, as `--grant` reads it.
    static String text(PeopleDesk.GrantView grant) {
        Map<String, String> bounds = new TreeMap<>();
        grant.owner().ifPresent(name -> bounds.put("owner", name));
        grant.order().ifPresent(name -> bounds.put("order", name));
        grant.joinEuis().ifPresent(range -> bounds.put("join-euis", range));
        grant.netId().ifPresent(id -> bounds.put("net-id", id));
        grant.labels().ifPresent(labels -> labels.forEach((k, v) -> bounds.put("label." + k, v)));
        List<String> words =
                bounds.entrySet().stream().map(b -> b.getKey() + "=" + b.getValue()).toList();
        return grant.role() + (words.isEmpty() ? "" : ":" + String.join(",", words));
    }

    /// What somebody gets who was made or set back.
    ExitCode answer(PeopleDesk.Invited invited) {
        return answer(
                new Made(invited.person(), invited.code(), invited.until()),
                terminal -> {
                    write(invited.person(), terminal);
                    invited.code()
                            .ifPresent(code -> {
                                terminal.line("  code       " + code);
                                terminal.note(
                                        "with it the user sets a password and a second factor, until "
                                                + invited.until().orElse("")
                                                + "; it is shown this once");
                            });
                });
    }

    /// @param code shown this once
    record Made(PeopleDesk.PersonView person, Optional<String> code, Optional<String> until) {
        @Override
        public String toString() {
            return "Made[" + person.name() + ", code=[secret]]";
        }
    }
}
