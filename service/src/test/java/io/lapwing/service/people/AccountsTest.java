package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
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
