package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Who is signed in, in memory alone: a restart signs everybody out. Of each session's identifier, 256 random bits, only
/// its SHA-256 is kept.
public final class Sessions {
    /// A session ends after this time without a request.
    public static final Duration IDLE = Duration.ofMinutes(15);

    /// A session ends after this time in any case.
    public static final Duration ABSOLUTE = Duration.ofHours(8);

    /// How many there may be; past it the one that was quiet longest ends.
    static final int MAX_SESSIONS = 10_000;

    /// The same for one person.
    static final int MAX_OF_PERSON = 16;

    private static final int ID_DIGITS = 16;

    /// The identifier of the part of a page that asks by itself for what is new.
    private static final String LIVING = "living";

    private static final String EVENTS = "text/event-stream";

    private final Trail trail;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Bytes, Session> live = new HashMap<>();

    Sessions(Trail trail, InstantSource clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /// Begins one, always under a new identifier.
    Opened open(PersonId person, Caller caller) {
        String secret = Handle.random();
        Bytes hash = Handle.hash(secret);
        Instant now = clock.instant();
        String id = hash.toHex().substring(0, ID_DIGITS).toLowerCase(Locale.ROOT);
        Session session = new Session(id, person, now, now, caller, Handle.random());
        lock.lock();
        try {
            live.values().removeIf(this::over);
            makeRoom(other -> other.person().equals(person), MAX_OF_PERSON);
            makeRoom(_ -> true, MAX_SESSIONS);
            live.put(hash, session);
        } finally {
            lock.unlock();
        }
        return new Opened(session, Cookies.set(Cookies.SESSION, secret));
    }

    private void makeRoom(Predicate<Session> among, int most) {
        List<Map.Entry<Bytes, Session>> those =
                live.entrySet().stream().filter(e -> among.test(e.getValue())).toList();
        if (those.size() >= most) {
            those.stream()
                    .min(Comparator.comparing(e -> e.getValue().lastSeen()))
                    .ifPresent(oldest -> live.remove(oldest.getKey()));
        }
    }

    private boolean over(Session session) {
        Instant now = clock.instant();
        return !now.isBefore(session.lastSeen().plus(IDLE))
                || !now.isBefore(session.since().plus(ABSOLUTE));
    }

    /// The session of a request's cookie, which thereby goes on, unless the page asked by itself.
    public Optional<Session> of(Request request) {
        return Cookies.value(request, Cookies.SESSION)
                .flatMap(secret -> find(secret, !isByItself(request)));
    }

    /// What a page that was left open does: it asks for its living part again and again, or follows events. Nobody is there.
    private static boolean isByItself(Request request) {
        return request.header("HX-Trigger").filter(LIVING::equals).isPresent()
                || request.header("Accept").filter(EVENTS::equals).isPresent();
    }

    Optional<Session> find(String secret) {
        return find(secret, true);
    }

    private Optional<Session> find(String secret, boolean goesOn) {
        Bytes hash = Handle.hash(secret);
        lock.lock();
        try {
            Session session = live.get(hash);
            if (session == null) {
                return Optional.empty();
            }
            if (over(session)) {
                live.remove(hash);
                return Optional.empty();
            }
            Session seen = goesOn ? session.seen(clock.instant()) : session;
            live.put(hash, seen);
            return Optional.of(seen);
        } finally {
            lock.unlock();
        }
    }

    /// The sessions of somebody, newest first: his own, or with the permission to read people.
    public List<Session> list(Principal by, PersonId person) {
        if (!person.is(by)) {
            by.require(Permission.PEOPLE_READ, Target.PLATFORM);
        }
        lock.lock();
        try {
            return live.values().stream()
                    .filter(session -> session.person().equals(person) && !over(session))
                    .sorted(Comparator.comparing(Session::since).reversed())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Ends a session by the identifier of the lists: an own one, or with the permission to change people.
    ///
    /// @throws Fault `NOT_FOUND` when there is none
    public void end(Principal by, PersonId person, String id) {
        if (!person.is(by)) {
            by.require(Permission.PEOPLE_CHANGE, Target.PLATFORM);
        }
        if (!ended(session -> session.person().equals(person) && session.id().equals(id))) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no such session");
        }
        trail.record(trail.done(by, "session.end", person, "session", id));
    }

    /// Ends all sessions of somebody but one: his own, or with the permission to change people.
    ///
    /// @param but the identifier of the one that goes on; empty: none does
    public void endAll(Principal by, PersonId person, Optional<String> but) {
        if (!person.is(by)) {
            by.require(Permission.PEOPLE_CHANGE, Target.PLATFORM);
        }
        Predicate<Session> goesOn = session -> but.filter(session.id()::equals).isPresent();
        if (ended(session -> session.person().equals(person) && !goesOn.test(session))) {
            trail.record(trail.done(by, "session.end", person, "session", "all"));
        }
    }

    /// Signs out.
    ///
    /// @return the value of a `Set-Cookie` header that takes the cookie away
    public String signOut(Session session) {
        if (ended(other -> other.equals(session) || other.id().equals(session.id()))) {
            trail.record(
                    trail.done(
                            session.person(),
                            "session.end",
                            session.person(),
                            "session",
                            session.id()));
        }
        return Cookies.clear(Cookies.SESSION);
    }

    /// Ends all sessions of somebody. The record of what led to it tells of it.
    void endAll(PersonId person) {
        boolean _ = ended(session -> session.person().equals(person));
    }

    /// Ends all sessions of somebody but this one. The record of what led to it tells of it.
    void endOthers(Session goesOn) {
        boolean _ =
                ended(session ->
                        session.person().equals(goesOn.person())
                                && !session.id().equals(goesOn.id()));
    }

    private boolean ended(Predicate<Session> which) {
        lock.lock();
        try {
            return live.values().removeIf(which);
        } finally {
            lock.unlock();
        }
    }
}
