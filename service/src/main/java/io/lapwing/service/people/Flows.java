package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Those who are on their way to a session, each for five minutes.
final class Flows {
    static final Duration LIFE = Duration.ofMinutes(5);

    /// How many at a time; past it the oldest starts again. Each took a right password.
    static final int MAX_FLOWS = 2_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Bytes, Flow> flows =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, Flow> eldest) {
                    return size() > MAX_FLOWS;
                }
            };

    Flows(InstantSource clock) {
        this.clock = clock;
    }

    /// Begins a flow.
    ///
    /// @return what the browser keeps
    String begin(PersonId person, Flow.Stage stage) {
        String secret = Handle.random();
        lock.lock();
        try {
            flows.put(Handle.hash(secret), new Flow(person, stage, clock.instant().plus(LIFE)));
        } finally {
            lock.unlock();
        }
        return secret;
    }

    /// @throws Fault `UNAUTHENTICATED` when there is none for this step, or its time is over
    Flow require(String secret, boolean enrolment) {
        lock.lock();
        try {
            Flow flow = flows.get(Handle.hash(secret));
            if (flow == null
                    || flow.isEnrolment() != enrolment
                    || clock.instant().isAfter(flow.until())) {
                throw new Fault(
                        Fault.Kind.UNAUTHENTICATED, "sign-in took too long: start it again");
            }
            return flow;
        } finally {
            lock.unlock();
        }
    }

    /// Ends one, so that it is used once.
    ///
    /// @return whether it was there
    boolean end(String secret) {
        lock.lock();
        try {
            return flows.remove(Handle.hash(secret)) != null;
        } finally {
            lock.unlock();
        }
    }

    void endAll(PersonId person) {
        lock.lock();
        try {
            boolean _ = flows.values().removeIf(flow -> flow.person().equals(person));
        } finally {
            lock.unlock();
        }
    }
}
