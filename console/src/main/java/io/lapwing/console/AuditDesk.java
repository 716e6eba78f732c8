package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The audit log, newest first.
public interface AuditDesk {
    /// Records before an index. Those of an object are found however old they are; else it looks at a bounded number of
    /// records for one page, so that a page may hold few and still have a next one.
    ///
    /// @param before an index; none: from the end
    Page<AuditView> page(Principal who, AuditFilter filter, OptionalLong before, int limit);

    /// What tells a device's life, newest first: its newest steps, and the first join that was accepted.
    List<AuditView> life(Principal who, String devEui);

    /// Where the chain stands.
    ChainView chain(Principal who);

    /// Verifies the whole chain, as a job.
    ///
    /// @return the job's identifier
    String verify(Principal who);

    /// Which records.
    ///
    /// @param object exactly: a DevEUI, a label
    /// @param action its beginning: `device.`
    /// @param actor its beginning: `user:`
    record AuditFilter(Optional<String> object, Optional<String> action, Optional<String> actor) {
        /// All.
        public static final AuditFilter ALL =
                new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty());

        /// Those of one object.
        public static AuditFilter of(String object) {
            return new AuditFilter(Optional.of(object), Optional.empty(), Optional.empty());
        }
    }

    /// A record.
    ///
    /// @param at ISO 8601
    record AuditView(
            long index,
            String at,
            String actor,
            String action,
            String object,
            String outcome,
            Map<String, String> details) {}

    /// The chain.
    ///
    /// @param root the tree hash, hexadecimal
    /// @param signedSize how many records the newest checkpoint covers
    record ChainView(
            String log,
            long size,
            String root,
            OptionalLong signedSize,
            Optional<String> signedAt,
            long epoch) {}
}
