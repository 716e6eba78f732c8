package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WishesTest {
    private static final Principal ANNA = user("anna", World.everywhere(Role.ADMINISTRATOR));
    private static final Principal BEN = user("ben", World.everywhere(Role.ADMINISTRATOR));
    private static final Principal AUDITOR = user("aud", World.everywhere(Role.AUDITOR));
    private static final Principal ACME =
            user("acme", new Grant(Role.OWNER, Scope.ofOwner("acme")));
    private static final Principal PROGRAM =
            new Principal(
                    "ci",
                    Principal.Kind.SERVICE_ACCOUNT,
                    List.of(World.everywhere(Role.ADMINISTRATOR)));

    @TempDir private Path folder;
    private World world;
    private Wishes wishes;

    private static Principal user(String name, Grant grant) {
        return new Principal(name, Principal.Kind.USER, List.of(grant));
    }

    @BeforeEach
    void open() {
        world = new World(folder);
        wishes = world.people.wishes();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Wish asked() {
        return wishes.ask(ANNA, Wish.Action.VAULT_DESTROY, "version 1", Target.PLATFORM, "rotated");
    }

    private static void assertRefused(Runnable step, Fault.Kind kind) {
        assertThatThrownBy(step::run)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(kind));
    }

    @Test
    void isTakenOnceAfterAnotherPersonApproved() {
        String id = asked().id();
        Wish approved = wishes.decide(BEN, id, true);

        Wish taken = wishes.take(ANNA, id, Wish.Action.VAULT_DESTROY);

        assertThat(approved.decidedBy()).contains("user:ben");
        assertThat(taken.state()).isEqualTo(Wish.State.TAKEN);
        assertRefused(() -> wishes.take(ANNA, id, Wish.Action.VAULT_DESTROY), Fault.Kind.CONFLICT);
        world.assertAudited("approval.approve", "done");
    }

    @Test
    void isApprovedByNobodyWhoAskedNorByAProgram() {
        String id = asked().id();

        assertRefused(() -> wishes.decide(ANNA, id, true), Fault.Kind.FORBIDDEN);
        assertRefused(() -> wishes.decide(PROGRAM, id, true), Fault.Kind.FORBIDDEN);
    }

    @Test
    void isNotThereForWhomItDoesNotConcern() {
        String id = asked().id();

        assertRefused(() -> wishes.decide(ACME, id, true), Fault.Kind.NOT_FOUND);
        assertRefused(() -> wishes.find(AUDITOR, id), Fault.Kind.NOT_FOUND);
        assertThat(wishes.waiting(ACME, Optional.empty(), 10)).isEmpty();
        assertThat(wishes.waiting(BEN, Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void isTakenByNobodyBeforeOrAfterARefusal() {
        String id = asked().id();
        assertRefused(() -> wishes.take(ANNA, id, Wish.Action.VAULT_DESTROY), Fault.Kind.CONFLICT);

        Wish refused = wishes.decide(BEN, id, false);

        assertThat(refused.state()).isEqualTo(Wish.State.REFUSED);
        assertRefused(() -> wishes.take(ANNA, id, Wish.Action.VAULT_DESTROY), Fault.Kind.CONFLICT);
        assertRefused(() -> wishes.decide(BEN, id, true), Fault.Kind.CONFLICT);
    }

    @Test
    void isOverAfterThreeDays() {
        String id = asked().id();

        world.clock.pass(Wishes.LIFE);

        assertRefused(() -> wishes.decide(BEN, id, true), Fault.Kind.CONFLICT);
        assertThat(wishes.waiting(BEN, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void isAskedByNobodyWithoutThePermission() {
        assertRefused(
                () ->
                        wishes.ask(
                                AUDITOR,
                                Wish.Action.VAULT_DESTROY,
                                "version 1",
                                Target.PLATFORM,
                                "why not"),
                Fault.Kind.FORBIDDEN);
    }
}
