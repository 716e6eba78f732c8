package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The people of a bench, who come in as people do: the first administrator with the secret of the first run, the others by
/// invitation, each with a password and an authenticator app.
final class BenchPeople {
    private static final String ADMINISTRATOR = "bench-administrator";
    private static final Pattern RECOVERY_CODE = Pattern.compile("<li>([a-z2-7-]{19})</li>");

    private final BenchVisitor administrator;
    private final String password = "a bench of words " + UUID.randomUUID();

    private BenchPeople(BenchVisitor stranger) {
        administrator = stranger;
    }

    /// Someone who may sign in.
    ///
    /// @param recoveryCodes second factors, each good for one sign-in
    record Person(String name, String password, Deque<String> recoveryCodes) {
        @Override
        public String toString() {
            return "Person[" + name + "]";
        }
    }

    /// Goes through the first run.
    ///
    /// @param stranger becomes the administrator, who is signed in when this returns
    /// @param secret the file that holds the first run's secret
    static BenchPeople firstRun(BenchVisitor stranger, Path secret) {
        BenchPeople people = new BenchPeople(stranger);
        String offer =
                stranger.fill(
                        "/first-run",
                        "secret",
                        text(secret),
                        "name",
                        ADMINISTRATOR,
                        "password",
                        people.password);
        List<String> _ = enrol(stranger, offer);
        return people;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be read", e);
        }
    }

    /// The administrator, signed in.
    BenchVisitor administrator() {
        return administrator;
    }

    /// A token by which a program does what the administrator may.
    String token() {
        return once(
                administrator.fill(
                        "/account/token",
                        "csrf",
                        csrf(),
                        "name",
                        "bench",
                        "days",
                        "1",
                        "grant.0",
                        "on",
                        "grant.1",
                        "on",
                        "old",
                        password));
    }

    /// So many people, of whom each may sign in as often as there are recovery codes.
    List<Person> signers(int count) {
        String csrf = csrf();
        int threads = Math.min(count, Runtime.getRuntime().availableProcessors());
        List<List<Person>> made =
                BenchThreads.run(
                        threads,
                        thread ->
                                () -> {
                                    List<Person> some = new ArrayList<>();
                                    for (int i = thread; i < count; i += threads) {
                                        some.add(signer("signer-" + i, csrf));
                                    }
                                    return some;
                                });
        return made.stream().flatMap(List::stream).toList();
    }

    private Person signer(String name, String csrf) {
        BenchVisitor invited = administrator.another();
        String code = invite(name, csrf);
        String offer =
                invited.fill("/invitation", "code", code, "name", name, "password", password);
        return new Person(name, password, new ArrayDeque<>(enrol(invited, offer)));
    }

    private String invite(String name, String csrf) {
        return once(
                administrator.fill(
                        "/people/new",
                        "csrf",
                        csrf,
                        "kind",
                        "user",
                        "name",
                        name,
                        "role",
                        "auditor"));
    }

    /// What the forms of the administrator's session carry.
    private String csrf() {
        return BenchVisitor.between(administrator.page("/people"), "name=\"csrf\" value=\"", "\"");
    }

    /// What a page shows this once.
    private static String once(String page) {
        return BenchVisitor.between(page, "id=\"once\">", "</code>");
    }

    /// Sets the authenticator app up that a page offers, which signs in.
    ///
    /// @return the recovery codes
    private static List<String> enrol(BenchVisitor visitor, String offer) {
        String secret = BenchVisitor.between(offer, "class=\"secret-once\">", "</code>");
        Matcher codes =
                RECOVERY_CODE.matcher(visitor.fill("/enrol", "code", new CodeApp(secret).code()));
        return codes.results().map(found -> found.group(1)).toList();
    }
}
