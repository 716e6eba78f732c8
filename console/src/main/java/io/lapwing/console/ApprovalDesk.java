package io.lapwing.console;

import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What takes two people: one asks, another decides, then it is done once. What is not a principal's business is answered
/// as if it were not there.
///
/// Steps on one device that wait for its owner are among them; they are asked for at the device.
public interface ApprovalDesk {
    /// What can be asked for here.
    List<Kind> kinds();

    /// What asking would come to; nothing is kept of it.
    ///
    /// @throws io.lapwing.crypto.Fault `FORBIDDEN` for what the principal may not ask for, `BAD_INPUT` for what makes no
    ///     sense, `CONFLICT` for what cannot be done as things are
    Plan plan(Principal who, Wanted wanted);

    /// Asks.
    ///
    /// @param reason 1 to 200 characters, for the one who decides
    ApprovalView ask(Principal who, Wanted wanted, String reason);

    /// Those that wait for someone and concern the principal, oldest first, then all others that he asked for, newest
    /// first.
    List<ApprovalView> list(Principal who);

    ApprovalView find(Principal who, String id);

    /// Allows it, and begins to do it.
    ///
    /// @throws io.lapwing.crypto.Fault `FORBIDDEN` for whoever asked and for a program, `CONFLICT` when it is decided already
    ///     or its time is over
    ApprovalView approve(Principal who, String id);

    /// Refuses it.
    ApprovalView refuse(Principal who, String id);

    /// Takes back what one asked for.
    ApprovalView withdraw(Principal who, String id);

    /// What the asker got, as a file.
    ///
    /// @param format `csv` or `jsonl`
    Download download(Principal who, String id, String format);

    /// What can be asked for.
    ///
    /// @param word its name in paths: `device-export`
    /// @param title as a heading: `Export devices`
    /// @param permission what its asker needs
    /// @param onDevices whether it is done to devices, which one chooses
    /// @param parameters what else has to be said
    record Kind(
            String word,
            String title,
            Permission permission,
            boolean onDevices,
            List<Parameter> parameters) {
        public Kind {
            parameters = List.copyOf(parameters);
        }
    }

    /// Something that has to be said.
    record Parameter(String name, String label, String hint) {}

    /// Something that one wants.
    ///
    /// @param kind a [Kind]'s word
    /// @param devices empty for a kind that is not done to devices
    record Wanted(String kind, Optional<Selection> devices, Map<String, String> parameters) {
        public Wanted {
            parameters =
                    java.util.Collections.unmodifiableSortedMap(
                            new TreeMap<>(Map.copyOf(parameters)));
        }
    }

    /// Which devices.
    sealed interface Selection {
        /// These; at most 1,000.
        record Listed(List<String> devEuis) implements Selection {
            public Listed {
                devEuis = List.copyOf(devEuis);
            }
        }

        /// All that match.
        record Matching(DeviceFilter filter) implements Selection {}
    }

    /// What asking would come to.
    ///
    /// @param object what it is done to: `12 devices`, `vault key 1`
    /// @param happens what will happen, a sentence each
    record Plan(Kind kind, String object, List<String> happens) {}

    /// An approval.
    ///
    /// @param step its word: `device-export`, `dev-nonce-reset`
    /// @param object what it is done to, and to how many
    /// @param happens what will happen when it is allowed, a sentence each
    /// @param state `waiting`, `approved`, `refused`, `withdrawn`, `over`, `taken`, `done` or `failed`
    /// @param askedAt ISO 8601
    /// @param until when nobody decides it any more, ISO 8601; absent where it waits for as long as it takes
    /// @param job that does it, or did
    /// @param result what came of it, in a sentence
    /// @param mayDecide whether the principal may; whoever asked may not
    /// @param mayWithdraw whether the principal asked and it can be taken back
    /// @param mayDownload whether there is a file for the principal
    record ApprovalView(
            String id,
            String step,
            String object,
            Optional<String> devEui,
            List<String> happens,
            String reason,
            String state,
            String askedBy,
            String askedAt,
            Optional<String> until,
            Optional<String> decidedBy,
            Optional<String> job,
            Optional<String> result,
            boolean mayDecide,
            boolean mayWithdraw,
            boolean mayDownload) {
        /// The same, decided.
        public ApprovalView in(String next) {
            return new ApprovalView(
                    id, step, object, devEui, happens, reason, next, askedBy, askedAt, until,
                    decidedBy, job, result, false, false, false);
        }

        /// The same, done by this job.
        public ApprovalView by(Optional<String> itsJob) {
            return new ApprovalView(
                    id,
                    step,
                    object,
                    devEui,
                    happens,
                    reason,
                    state,
                    askedBy,
                    askedAt,
                    until,
                    decidedBy,
                    itsJob,
                    result,
                    mayDecide,
                    mayWithdraw,
                    mayDownload);
        }

        /// Whether someone has to decide it.
        public boolean waits() {
            return state.equals("waiting");
        }
    }

    /// A file on its way out.
    record Download(String name, Content content) {}

    /// What is in it.
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
