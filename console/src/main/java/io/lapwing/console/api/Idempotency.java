package io.lapwing.console.api;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import io.lapwing.service.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Does once what a caller asks for several times with one `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).
///
/// The key is claimed in the store before anything is done, and the answer is kept beside it for [#KEPT]: both survive a
/// restart. Where the answer is not known, because the process ended in between, a repetition is refused rather than
/// done again.
final class Idempotency {
    /// How long an answer is kept.
    static final Duration KEPT = Duration.ofHours(24);

    /// How many keys one caller has at most within that time.
    static final int MOST_OF_ONE = 10_000;

    static final String KIND = "idempotency";

    /// Rows that each new one looks at, to remove those that are over: more than one, so that they get fewer.
    private static final int SWEPT = 4;

    /// The longest part of a path that the audit log is told.
    private static final int SHOWN_CHARS = 200;

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final String CALLER = "caller";

    private final Store store;
    private final InstantSource clock;
    private final int mostOfOne;
    private final Object sweeping = new Object();
    private Optional<Bytes> swept = Optional.empty();

    Idempotency(Store store, InstantSource clock) {
        this(store, clock, MOST_OF_ONE);
    }

    Idempotency(Store store, InstantSource clock, int mostOfOne) {
        this.store = store;
        this.clock = clock;
        this.mostOfOne = mostOfOne;
    }

    /// Who asks for what under which key.
    ///
    /// @param what method and path
    record Asked(String caller, String key, String what) {
        RowKey row() {
            return new RowKey(
                    KIND, Sha256.digest((caller + "\n" + key).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// A key's row.
    ///
    /// @param fingerprint of the request; absent while its body is read
    /// @param answer absent until it is known
    private record Kept(
            String caller, Instant since, Optional<Bytes> fingerprint, Optional<Answer> answer) {
        boolean over(Instant now) {
            return since.plus(KEPT).isBefore(now);
        }
    }

    private record Answer(
            int status, Optional<String> contentType, Map<String, String> headers, String body) {
        static Answer of(Response response) {
            if (!(response.body() instanceof Response.Body.Whole whole)) {
                throw new Fault(Fault.Kind.INTERNAL, "a streamed answer cannot be kept");
            }
            return new Answer(
                    response.status(),
                    response.contentType(),
                    response.headers(),
                    new String(whole.octets().toArray(), StandardCharsets.UTF_8));
        }

        Response response() {
            return new Response(
                    status,
                    contentType,
                    headers,
                    new Response.Body.Whole(Bytes.of(body.getBytes(StandardCharsets.UTF_8))));
        }
    }

    /// Reads the header's value.
    static String key(String header) {
        if (!KEY.matcher(header).matches()) {
            throw Fault.badInput("Idempotency-Key: want 1 to 128 visible ASCII characters");
        }
        return header;
    }

    /// The answer to a request: the one that is kept, or what doing it comes to.
    Response answer(Asked asked, Fingerprint fingerprint, Supplier<Response> doing) {
        Optional<Kept> kept =
                store.get(asked.row())
                        .map(Idempotency::read)
                        .filter(row -> !row.over(clock.instant()));
        if (kept.isPresent()) {
            return again(kept.get(), fingerprint);
        }
        sweep();
        bound(asked.caller());
        Optional<Bytes> known =
                fingerprint.known() ? Optional.of(fingerprint.value()) : Optional.empty();
        Kept claim = new Kept(asked.caller(), clock.instant(), known, Optional.empty());
        long expected = store.get(asked.row()).filter(this::over).map(Row::version).orElse(0L);
        return switch (write(asked, expected, claim, "begun")) {
            case Commit.Conflict _ -> throw busy();
            case Commit.Done done -> first(asked, done.version(), claim, fingerprint, doing);
        };
    }

    private boolean over(Row row) {
        return read(row).over(clock.instant());
    }

    private Response first(
            Asked asked,
            long version,
            Kept claim,
            Fingerprint fingerprint,
            Supplier<Response> doing) {
        Response response = done(asked, version, doing);
        Kept answered = kept(asked, claim, fingerprint, Optional.of(Answer.of(response)));
        if (Answers.JSON.write(answered).length() > Row.MAX_BODY_BYTES) {
            answered = kept(asked, claim, fingerprint, Optional.empty());
        }
        return switch (write(asked, version, answered, "answered")) {
            case Commit.Done _ -> response;
            case Commit.Conflict _ -> throw busy();
        };
    }

    /// An answer that fits into no row is not kept: a repetition is told to look.
    private static Kept kept(
            Asked asked, Kept claim, Fingerprint fingerprint, Optional<Answer> answer) {
        return new Kept(asked.caller(), claim.since(), Optional.of(fingerprint.value()), answer);
    }

    /// What doing it comes to; an unexpected fault leaves the claim, because whether it was done is not known.
    private Response done(Asked asked, long version, Supplier<Response> doing) {
        try {
            return doing.get();
        } catch (Fault fault) {
            return switch (fault.kind()) {
                case BAD_INPUT, FORBIDDEN, NOT_FOUND, CONFLICT, UNAUTHENTICATED ->
                        Response.problem(fault);
                case EXHAUSTED -> {
                    remove(asked.row(), version, asked.caller(), asked.what());
                    throw fault;
                }
                case UNAVAILABLE, TAMPERED, INTERNAL -> throw fault;
            };
        }
    }

    private static Response again(Kept kept, Fingerprint fingerprint) {
        if (kept.fingerprint().isPresent()
                && !kept.fingerprint().get().equals(fingerprint.value())) {
            return Response.problem(
                    422,
                    "Idempotency-Key: another request had this one in the last "
                            + (KEPT.toHours() + " hours: want a new key for a new request"));
        }
        return kept.answer().map(Answer::response).orElseThrow(Idempotency::busy);
    }

    private static Fault busy() {
        return new Fault(
                Fault.Kind.CONFLICT,
                "Idempotency-Key: the request that has this one is not answered; come again, and when"
                        + " it stays so, look what was done and use another key");
    }

    private void bound(String caller) {
        if (store.count(KIND, term(caller)) >= mostOfOne) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "%d requests with an Idempotency-Key in %d hours: want no more for now"
                            .formatted(mostOfOne, KEPT.toHours()));
        }
    }

    private static Change.Term term(String caller) {
        return new Change.Term(CALLER, caller.toLowerCase(Locale.ROOT));
    }

    private Commit write(Asked asked, long expected, Kept kept, String outcome) {
        return store.commit(
                new Change(
                        asked.row(),
                        expected,
                        Optional.of(Answers.JSON.write(kept)),
                        Optional.of(Set.of(term(asked.caller()))),
                        event(asked.caller(), asked.what(), outcome)));
    }

    private void sweep() {
        List<Row> some;
        synchronized (sweeping) {
            some = store.scan(KIND, swept, SWEPT);
            swept =
                    some.size() < SWEPT
                            ? Optional.empty()
                            : Optional.of(some.getLast().key().key());
        }
        for (Row row : some) {
            Kept kept = read(row);
            if (kept.over(clock.instant())) {
                remove(row.key(), row.version(), kept.caller(), "over");
            }
        }
    }

    /// Another that removed it first is welcome.
    private void remove(RowKey key, long version, String caller, String what) {
        var _ =
                store.commit(
                        new Change(
                                key,
                                version,
                                Optional.empty(),
                                Optional.empty(),
                                event(caller, what, "forgotten")));
    }

    private AuditEvent event(String caller, String what, String outcome) {
        String shown = what.substring(0, Math.min(what.length(), SHOWN_CHARS));
        return new AuditEvent(
                clock.instant(), caller, "request.once", shown, outcome, new TreeMap<>());
    }

    private static Kept read(Row row) {
        return Answers.JSON.read(row.body(), Kept.class);
    }
}
