package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.ApprovalDesk.Wanted;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.DeviceExport;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import io.lapwing.service.people.Wish;
import java.io.Writer;
import java.util.List;
import java.util.Set;

/// A kind of thing that takes two people. A new one is a class with this interface and a place in [WishKinds]; API, pages
/// and command line offer it then.
interface WishKind {
    /// How it is offered.
    ApprovalDesk.Kind view();

    /// What asking comes to.
    ///
    /// @throws Fault when it makes no sense, or the principal may not do it to this
    Draft draft(Principal who, Wanted wanted);

    /// What will happen, a sentence each.
    List<String> happens(WishArgument argument);

    /// A wish to be.
    ///
    /// @param object what it is done to, and to how many
    /// @param target decides who may approve
    record Draft(String object, WishArgument argument, Target target) {}

    /// Whether a job does it once it is approved.
    default boolean isWork() {
        return true;
    }

    /// Does it. After a restart it is begun again: what was done by then must be left as it is.
    ///
    /// @return what came of it, in a sentence
    default String carryOut(WishRun run, Work.Control control) {
        throw new Fault(Fault.Kind.INTERNAL, view().word() + " is no work");
    }

    /// In which states there is a file for the one who asked.
    default Set<Wish.State> filed() {
        return Set.of();
    }

    /// Writes the file.
    default void write(WishRun run, DeviceExport.Format format, Writer out) {
        throw new Fault(Fault.Kind.NOT_FOUND, view().word() + " has no file");
    }
}
