package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    @TempDir private Path folder;
    private World world;
    private Accounts accounts;

    @BeforeEach
    void open() {
        world = new World(folder);
        accounts = world.people.accounts();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void keepsGrantsWithEveryBound() {
        Scope scope =
                new Scope(
                        Optional.of("acme"),
                        Optional.of("po-7"),
                        Optional.of(EuiRange.parse("70B3D57ED0000000/40")),
                        Optional.of("000013"),
                        new java.util.TreeMap<>(java.util.Map.of("site", "north")));
        Grant grant = new Grant(Role.PROVISIONING_AGENT, scope);

        Invitation _ = accounts.create(World.LOCAL, World.ANNA, List.of(grant));

        assertThat(accounts.find(World.LOCAL, World.ANNA).grants()).containsExactly(grant);
    }

    @Test
    void readsAnOldOwnersGrantWithoutAnOwnerAsNoRight() {
        Grant acme = new Grant(Role.OWNER, Scope.ofOwner("acme"));
        World.User anna = world.user("anna", acme, World.everywhere(Role.AUDITOR));
        Row row = world.store.get(anna.id().key()).orElseThrow();
        String old =
                new String(row.body().toArray(), StandardCharsets.UTF_8)
                        .replaceFirst("\"owner\":\"acme\",?", "");
        Commit _ =
                world.store.commit(
                        new Change(
                                row.key(),
                                row.version(),
                                Optional.of(Bytes.of(old.getBytes(StandardCharsets.UTF_8))),
                                Optional.empty(),
                                new AuditEvent(
                                        world.clock.instant(),
                                        "system:test",
                                        "user.grant",
                                        anna.id().toString(),
                                        "done",
                                        new java.util.TreeMap<>())));

        Person read = accounts.find(World.LOCAL, anna.id());
        Principal principal = world.principal(anna);

        assertThat(old).contains("\"owner\"").doesNotContain("acme");
        assertThat(read.grants()).containsExactly(World.everywhere(Role.AUDITOR));
        assertThat(accounts.page(World.LOCAL, Optional.empty(), 10)).hasSize(1);
        assertThat(principal.may(Permission.DEVICE_CLAIM)).isFalse();
        assertThat(principal.may(Permission.AUDIT_READ)).isTrue();
    }

    @Test
    void givesNoOwnersGrantWithoutAnOwnerAndCountsNone() {
        List<Grant> voided = List.of(World.everywhere(Role.OWNER));
        Principal principal = new Principal("olga", Principal.Kind.USER, voided);
        Invitation _ = accounts.create(World.LOCAL, World.ANNA, List.of());

        assertThatThrownBy(
                        () -> accounts.grant(World.LOCAL, World.ANNA, OptionalLong.empty(), voided))
                .hasMessageContaining("without an owner");
        assertThatThrownBy(() -> accounts.create(World.LOCAL, PersonId.user("olga"), voided))
                .hasMessageContaining("without an owner");
        assertThat(principal.may(Permission.DEVICE_READ)).isFalse();
        assertThat(principal.scopes(Permission.DEVICE_READ)).isEmpty();
    }

    @Test
    void refusesTheSameNameTwiceInAnyCase() {
        Invitation _ = accounts.create(World.LOCAL, World.ANNA, List.of());

        assertThatThrownBy(() -> accounts.create(World.LOCAL, PersonId.user("ANNA"), List.of()))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
    }

    @Test
    void refusesAChangeOfWhatWasNotSeen() {
        Person seen = accounts.create(World.LOCAL, World.ANNA, List.of()).person();
        OptionalLong version = OptionalLong.of(seen.version());
        Person _ =
                accounts.grant(
                        World.LOCAL, World.ANNA, version, List.of(World.everywhere(Role.AUDITOR)));

        assertThatThrownBy(() -> accounts.grant(World.LOCAL, World.ANNA, version, List.of()))
                .isInstanceOf(Fault.class);
    }

    @Test
    void letsNoAdministratorTakeHisOwnRightsOrGiveHimselfMore() {
        World.User anna = world.user("anna", World.everywhere(Role.ADMINISTRATOR));
        Principal self = world.principal(anna);
        OptionalLong any = OptionalLong.empty();

        assertThatThrownBy(() -> accounts.grant(self, anna.id(), any, List.of()))
                .isInstanceOf(Fault.class);
        assertThatThrownBy(() -> accounts.enable(self, anna.id(), any, false))
                .isInstanceOf(Fault.class);
        assertThatThrownBy(() -> accounts.remove(self, anna.id(), any)).isInstanceOf(Fault.class);
    }

    @Test
    void letsNobodyButAnAdministratorOfEverythingManagePeople() {
        Principal scoped =
                new Principal(
                        "acme",
                        Principal.Kind.USER,
                        List.of(new Grant(Role.ADMINISTRATOR, Scope.ofOwner("acme"))));
        Principal auditor =
                new Principal("aud", Principal.Kind.USER, List.of(World.everywhere(Role.AUDITOR)));

        for (Principal one : List.of(scoped, auditor)) {
            assertThatThrownBy(() -> accounts.create(one, World.ANNA, List.of()))
                    .isInstanceOf(Fault.class);
        }
        assertThat(accounts.page(auditor, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void takesEffectWithTheNextRequest() {
        World.User anna = world.user("anna", World.everywhere(Role.OPERATOR));

        Person _ =
                accounts.grant(
                        World.LOCAL,
                        anna.id(),
                        OptionalLong.empty(),
                        List.of(World.everywhere(Role.AUDITOR)));

        assertThat(world.principal(anna).may(Permission.DEVICE_CHANGE)).isFalse();
    }

    @Test
    void takesEveryMeansAwayWithAReset() {
        World.User anna = world.user("anna");

        Invitation again = accounts.reset(World.LOCAL, anna.id());

        assertThat(again.code()).isPresent();
        assertThat(again.person().factors()).isEmpty();
        assertThat(world.password("anna", World.PASSWORD, World.HOME))
                .isEqualTo(new SignIn.Refused());
        assertThat(world.people.sessions().list(World.LOCAL, anna.id())).isEmpty();
    }
}
