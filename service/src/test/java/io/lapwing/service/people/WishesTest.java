package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WishesTest {
    private static final String JOB = "0190000000000000";

    @TempDir private Path folder;
    private World world;
    private Wishes wishes;
    private Principal anna;
    private Principal ben;

    @BeforeEach
    void open() {
        world = new World(folder);
        wishes = world.people.wishes();
        anna = someone("user:anna", World.everywhere(Role.ADMINISTRATOR));
        ben = someone("user:ben", World.everywhere(Role.ADMINISTRATOR));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Principal someone(String name, Grant grant) {
        PersonId id = PersonId.parse(name);
        world.people.accounts().create(World.LOCAL, id, List.of(grant));
        return new Principal(id.name(), id.kind(), List.of(grant));
    }

    private static Wish.Asked destruction(Target target) {
        return new Wish.Asked(
                "vault-destroy", Permission.VAULT_DESTROY, "version 1", "1", target, "rotated");
    }

    private String asked() {
        return wishes.ask(anna, destruction(Target.PLATFORM)).id();
    }

    private String approved() {
        return wishes.decide(ben, asked(), true).id();
    }

    private static void assertRefused(Fault.Kind kind, Runnable step) {
        assertThatThrownBy(step::run)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(kind));
    }

    @Test
    void isTakenByOneJobAfterAnotherPersonApproved() {
        String id = approved();

        Wish taken = wishes.take(id, JOB);
        Wish again = wishes.take(id, JOB);

        assertThat(taken.decidedBy()).contains("user:ben");
        assertThat(again).isEqualTo(taken);
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.take(id, "another job"));
        world.assertAudited("approval.approve", "done");
        world.assertAudited("approval.take", "done");
    }

    @Test
    void comesToItsEndOnce() {
        String id = approved();
        wishes.take(id, JOB);

        wishes.finish(id, true, "version 1 is gone");

        assertThat(wishes.find(anna, id).state()).isEqualTo(Wish.State.DONE);
        assertThat(wishes.find(anna, id).result()).contains("version 1 is gone");
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.take(id, JOB));
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.finish(id, false, "no"));
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.decide(ben, id, true));
    }

    @Test
    void isDecidedByNobodyWhoAskedUnderAnyName() {
        String id = asked();
        Principal annaAtTheMachine = Principal.local("anna");

        assertRefused(Fault.Kind.FORBIDDEN, () -> wishes.decide(anna, id, true));
        assertRefused(Fault.Kind.FORBIDDEN, () -> wishes.decide(anna, id, false));
        assertRefused(Fault.Kind.FORBIDDEN, () -> wishes.decide(annaAtTheMachine, id, true));
        assertThat(wishes.mayDecide(anna, wishes.find(anna, id))).isFalse();
        assertThat(wishes.mayDecide(ben, wishes.find(ben, id))).isTrue();
    }

    @Test
    void isDecidedByNoProgram() {
        String id = asked();
        Principal program = someone("service:ci", World.everywhere(Role.ADMINISTRATOR));

        assertRefused(Fault.Kind.FORBIDDEN, () -> wishes.decide(program, id, true));
        assertThat(wishes.mayDecide(program, wishes.find(program, id))).isFalse();
    }

    @Test
    void isNotThereForWhomItDoesNotConcern() {
        String id = asked();
        Principal acme = someone("user:acme", new Grant(Role.OWNER, Scope.ofOwner("acme")));
        Principal auditor = someone("user:aud", World.everywhere(Role.AUDITOR));

        assertRefused(Fault.Kind.NOT_FOUND, () -> wishes.decide(acme, id, true));
        assertRefused(Fault.Kind.NOT_FOUND, () -> wishes.find(auditor, id));
        assertRefused(Fault.Kind.NOT_FOUND, () -> wishes.withdraw(acme, id));
        assertThat(wishes.list(acme)).isEmpty();
        assertThat(wishes.list(ben)).hasSize(1);
    }

    @Test
    void holdsTheApproverToHisScope() {
        Principal foreign = someone("user:other", new Grant(Role.OWNER, Scope.ofOwner("other")));
        Principal own = someone("user:acme", new Grant(Role.OWNER, Scope.ofOwner("acme")));
        Principal operator = someone("user:olga", World.everywhere(Role.OPERATOR));
        Wish.Asked asked =
                new Wish.Asked(
                        "devices-compromise",
                        Permission.DEVICE_COMPROMISE,
                        "2 devices",
                        "",
                        Target.of("acme"),
                        "stolen");
        String id = wishes.ask(operator, asked).id();

        assertRefused(Fault.Kind.NOT_FOUND, () -> wishes.decide(foreign, id, true));
        assertRefused(Fault.Kind.FORBIDDEN, () -> wishes.ask(foreign, asked));
        assertThat(wishes.decide(own, id, true).state()).isEqualTo(Wish.State.APPROVED);
    }

    @Test
    void isTakenByNobodyBeforeOrAfterARefusal() {
        String id = asked();
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.take(id, JOB));

        Wish refused = wishes.decide(ben, id, false);

        assertThat(refused.state()).isEqualTo(Wish.State.REFUSED);
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.take(id, JOB));
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.decide(ben, id, true));
    }

    @Test
    void isWithdrawnByItsAskerAlone() {
        String id = asked();

        assertRefused(Fault.Kind.FORBIDDEN, () -> wishes.withdraw(ben, id));
        assertThat(wishes.withdraw(anna, id).state()).isEqualTo(Wish.State.WITHDRAWN);
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.decide(ben, id, true));
    }

    @Test
    void isOverAfterThreeDaysDecidedOrNot() {
        String undecided = asked();
        String decided = approved();

        world.clock.pass(Wishes.LIFE);

        assertRefused(Fault.Kind.CONFLICT, () -> wishes.decide(ben, undecided, true));
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.take(decided, JOB));
        assertThat(wishes.find(ben, undecided).state()).isEqualTo(Wish.State.OVER);
        assertThat(wishes.list(ben)).isEmpty();
        asked();
        world.assertAudited("approval.over", "done");
    }

    @Test
    void diesWithTheRightOfItsAsker() {
        String waiting = asked();
        String approved = approved();

        world.people
                .accounts()
                .grant(
                        World.LOCAL,
                        PersonId.user("anna"),
                        OptionalLong.empty(),
                        List.of(World.everywhere(Role.OPERATOR)));

        assertRefused(Fault.Kind.CONFLICT, () -> wishes.decide(ben, waiting, true));
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.take(approved, JOB));
    }

    @Test
    void diesWithTheRightOfItsApprover() {
        String approved = approved();

        world.people
                .accounts()
                .enable(World.LOCAL, PersonId.user("ben"), OptionalLong.empty(), false);

        assertRefused(Fault.Kind.CONFLICT, () -> wishes.take(approved, JOB));
    }

    @Test
    void isUsedByItsAskerAloneAndUntilItsTimeIsOver() {
        String id = approved();

        assertThat(wishes.use(anna, id, Set.of(Wish.State.APPROVED)).id()).isEqualTo(id);
        assertRefused(Fault.Kind.NOT_FOUND, () -> wishes.use(ben, id, Set.of(Wish.State.APPROVED)));
        world.clock.pass(Wishes.LIFE.minus(Duration.ofSeconds(1)));
        assertThat(wishes.use(anna, id, Set.of(Wish.State.APPROVED)).id()).isEqualTo(id);
        world.clock.pass(Duration.ofSeconds(1));
        assertRefused(Fault.Kind.CONFLICT, () -> wishes.use(anna, id, Set.of(Wish.State.APPROVED)));
    }

    @Test
    void isDecidedOnceByManyAtATime() {
        String id = asked();
        List<Principal> many =
                IntStream.range(0, 8)
                        .mapToObj(i -> someone("user:u" + i, World.everywhere(Role.ADMINISTRATOR)))
                        .toList();

        List<Boolean> decided;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            decided =
                    many.stream()
                            .map(who -> threads.submit(() -> decided(who, id)))
                            .toList()
                            .stream()
                            .map(WishesTest::get)
                            .toList();
        }

        assertThat(decided).containsOnlyOnce(true);
    }

    private boolean decided(Principal who, String id) {
        try {
            return wishes.decide(who, id, true).state() == Wish.State.APPROVED;
        } catch (Fault fault) {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT);
            return false;
        }
    }

    private static boolean get(java.util.concurrent.Future<Boolean> one) {
        try {
            return one.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isAskedByNobodyWithoutThePermission() {
        Principal auditor = someone("user:aud", World.everywhere(Role.AUDITOR));

        assertRefused(
                Fault.Kind.FORBIDDEN, () -> wishes.ask(auditor, destruction(Target.PLATFORM)));
    }

    @Test
    void letsOneAskerFillNoMoreThanHisPart() {
        IntStream.range(0, Wishes.MAX_WAITING_OF_ONE).forEach(_ -> asked());

        assertRefused(Fault.Kind.EXHAUSTED, this::asked);
        assertThat(wishes.ask(ben, destruction(Target.PLATFORM)).state())
                .isEqualTo(Wish.State.WAITING);
    }
}
