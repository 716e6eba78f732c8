package io.lapwing.service.events;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Something that happened, for those outside to know.
///
/// @param id names it for good, whoever tells of it and however often: `main-1234`
/// @param index of the audit record that it was translated from; an alarm may share it with the event that raised it
/// @param type see [Type]
/// @param actor who did it, as the audit log has it
/// @param object what it was done to: a DevEUI, a part of the platform
/// @param details small facts; never anything of an AppSKey
public record Event(
        String id,
        long index,
        Instant at,
        Type type,
        String actor,
        String object,
        SortedMap<String, String> details) {
    /// The kinds of event.
    public enum Type {
        /// A device joined or rejoined.
        JOIN_ACCEPTED("join.accepted", true),
        /// A join was refused; `reason` says why in a word.
        JOIN_REFUSED("join.refused", true),
        /// A device took a step of its life; `state` says which.
        DEVICE_STATE("device.state", true),
        /// Something that a person should look at; `alarm` says what in a word.
        ALARM("alarm", false),
        /// A job began or ended; `state` says which.
        JOB_STATE("job.state", false),
        /// Not of the log: sent to see whether a webhook gets through.
        WEBHOOK_TEST("webhook.test", false);

        private final String word;
        private final boolean ofDevice;

        Type(String word, boolean ofDevice) {
            this.word = word;
            this.ofDevice = ofDevice;
        }

        /// Its name outside: `join.accepted`.
        public String word() {
            return word;
        }

        /// Whether its object is always a device.
        boolean ofDevice() {
            return ofDevice;
        }

        /// Whether a filter that names beginnings of types takes this one; none takes all.
        public boolean matches(Iterable<String> beginnings) {
            boolean any = false;
            for (String beginning : beginnings) {
                any = true;
                if (word.startsWith(beginning)) {
                    return true;
                }
            }
            return !any;
        }
    }

    public Event {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /// Whether the object is a device, whose owner decides who may see this.
    public boolean isOfDevice() {
        return type.ofDevice() || details.containsKey(Translation.DEVICE_ALARM);
    }
}
