package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInsTest {
    @TempDir private Path folder;
    private World world;
    private SignIns signIns;

    @BeforeEach
    void open() {
        world = new World(folder);
        signIns = world.people.signIns();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void leadsFromPasswordToFactorToSession() {
        World.User anna = world.user("anna", World.everywhere(Role.OPERATOR));

        SignIn first = world.password("Anna", World.PASSWORD, World.HOME);
        String flow = ((SignIn.FactorWanted) first).flow();
        SignIn second = signIns.totp(flow, world.code(anna.totp()), World.HOME);

        assertThat(((SignIn.FactorWanted) first).factors())
                .containsExactlyInAnyOrder(Person.Factor.TOTP, Person.Factor.RECOVERY);
        assertThat(second).isInstanceOf(SignIn.Done.class);
        assertThat(world.people.principal(((SignIn.Done) second).opened().session()))
                .hasValueSatisfying(who -> assertThat(who).hasToString("user:anna"));
        world.assertAudited("session.begin", "done");
    }

    @Test
    void opensNothingButTheEnrolmentWithAPasswordAlone() {
        Invitation invited = world.people.accounts().create(World.LOCAL, World.ANNA, List.of());

        SignIn joined = world.join(invited.code().orElseThrow(), World.PASSWORD);

        String flow = ((SignIn.EnrolmentWanted) joined).flow();
        assertThat(world.people.sessions().find(flow)).isEmpty();
        assertThatThrownBy(() -> signIns.totp(flow, "000000", World.HOME))
                .isInstanceOf(Fault.class);
    }

    @Test
    void refusesASecondEnrolmentThatBeganWithThePasswordAlone() {
        Invitation invited = world.people.accounts().create(World.LOCAL, World.ANNA, List.of());
        String own =
                ((SignIn.EnrolmentWanted) world.join(invited.code().orElseThrow(), World.PASSWORD))
                        .flow();
        String thief =
                ((SignIn.EnrolmentWanted) world.password("anna", World.PASSWORD, World.STRANGER))
                        .flow();
        String thiefsKey = signIns.beginTotp(thief).secret();
        SignIn done =
                signIns.confirmTotp(own, world.code(signIns.beginTotp(own).secret()), World.HOME);

        assertThatThrownBy(() -> signIns.confirmTotp(thief, world.code(thiefsKey), World.STRANGER))
                .isInstanceOf(Fault.class);

        assertThat(done).isInstanceOf(SignIn.Done.class);
    }

    @Test
    void takesACodeOnce() {
        World.User anna = world.user("anna");
        String code = world.code(anna.totp());

        SignIn first = signIns.totp(world.flow(anna), code, World.HOME);
        SignIn again = signIns.totp(world.flow(anna), code, World.HOME);

        assertThat(first).isInstanceOf(SignIn.Done.class);
        assertThat(again).isEqualTo(new SignIn.Refused());
    }

    @Test
    void takesACodeOnceFromManyAtATime() throws Exception {
        World.User anna = world.user("anna");
        String code = world.code(anna.totp());
        List<String> flows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            flows.add(world.flow(anna));
        }
        List<Future<SignIn>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String flow : flows) {
                answers.add(threads.submit(() -> signIns.totp(flow, code, World.HOME)));
            }
        }

        int sessions = 0;
        for (Future<SignIn> answer : answers) {
            sessions += answer.get() instanceof SignIn.Done ? 1 : 0;
        }
        assertThat(sessions).isEqualTo(1);
    }

    @Test
    void refusesACodeWithASpaceInIt() {
        World.User anna = world.user("anna");
        String code = world.code(anna.totp());

        SignIn spaced = signIns.totp(world.flow(anna), code + " ", World.HOME);
        SignIn parted =
                signIns.totp(
                        world.flow(anna),
                        code.substring(0, 3) + " " + code.substring(3),
                        World.HOME);

        assertThat(List.of(spaced, parted)).containsOnly(new SignIn.Refused());
    }

    @Test
    void takesEachRecoveryCodeOnce() {
        World.User anna = world.user("anna");
        String code = anna.enrolled().recoveryCodes().getFirst();

        SignIn first = signIns.recoveryCode(world.flow(anna), code, World.HOME);
        SignIn again = signIns.recoveryCode(world.flow(anna), code, World.HOME);

        assertThat(anna.enrolled().recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
        assertThat(first).isInstanceOf(SignIn.Done.class);
        assertThat(again).isEqualTo(new SignIn.Refused());
    }

    @Test
    void endsAFlowWithItsFirstSession() {
        World.User anna = world.user("anna");
        String flow = world.flow(anna);
        SignIn _ = signIns.totp(flow, world.code(anna.totp()), World.HOME);
        world.clock.pass(Duration.ofSeconds(Totp.STEP_S));

        assertThatThrownBy(() -> signIns.totp(flow, world.code(anna.totp()), World.HOME))
                .isInstanceOf(Fault.class);
    }

    @Test
    void endsAFlowAfterFiveMinutes() {
        World.User anna = world.user("anna");
        String flow = world.flow(anna);

        world.clock.pass(Duration.ofMinutes(5).plusSeconds(1));

        assertThatThrownBy(() -> signIns.totp(flow, world.code(anna.totp()), World.HOME))
                .isInstanceOf(Fault.class);
    }

    @Test
    void costsTheSameForAUserWhoDoesNotExist() {
        World.User _ = world.user("anna");
        long before = world.passwords.hashes();

        SignIn known = world.password("anna", "wrong password!", World.HOME);
        long forKnown = world.passwords.hashes() - before;
        SignIn unknown = world.password("nobody", "wrong password!", World.HOME);
        SignIn impossible = world.password("no such\0name", "wrong password!", World.HOME);
        long forUnknown = world.passwords.hashes() - before - forKnown;

        assertThat(List.of(known, unknown, impossible)).containsOnly(new SignIn.Refused());
        assertThat(forKnown).isEqualTo(1);
        assertThat(forUnknown).isEqualTo(2);
    }

    @Test
    void writesNoTypedNameIntoTheAuditLog() {
        SignIn _ = world.password("my-password-by-mistake", "anna and more", World.HOME);

        world.assertAudited("session.begin", "refused");
        assertThat(world.audit().toString()).doesNotContain("my-password-by-mistake");
    }

    @Test
    void slowsGuessingDownAndHashesNothingMeanwhile() {
        World.User _ = world.user("anna");
        for (int i = 0; i < Guesses.FREE; i++) {
            assertThat(world.password("anna", "wrong password!", World.STRANGER))
                    .isEqualTo(new SignIn.Refused());
        }
        long before = world.passwords.hashes();

        SignIn fourth = world.password("anna", World.PASSWORD, World.STRANGER);

        assertThat(fourth).isInstanceOf(SignIn.TryLater.class);
        assertThat(world.passwords.hashes()).isEqualTo(before);
    }

    @Test
    void takesNoMoreGuessesFromManyAtATime() throws Exception {
        World.User _ = world.user("anna");
        for (int i = 0; i < Guesses.FREE; i++) {
            SignIn _ = world.password("anna", "wrong password!", World.STRANGER);
        }
        world.clock.pass(Duration.ofSeconds(1));
        long before = world.passwords.hashes();

        List<SignIn> answers =
                together(50, i -> world.password("anna", "wrong password" + i, World.STRANGER));

        assertThat(answers).filteredOn(new SignIn.Refused()::equals).hasSize(1);
        assertThat(world.passwords.hashes() - before).isEqualTo(1);
    }

    @Test
    void takesNoMoreCodesOfOneFlowFromManyAtATime() throws Exception {
        World.User anna = world.user("anna");
        String flow = world.flow(anna);

        List<SignIn> answers =
                together(
                        40,
                        i -> {
                            try {
                                return signIns.totp(flow, "%06d".formatted(i), World.HOME);
                            } catch (Fault _) {
                                return new SignIn.TryLater(Duration.ZERO);
                            }
                        });

        assertThat(answers).filteredOn(new SignIn.Refused()::equals).hasSizeLessThanOrEqualTo(5);
        assertThat(world.audit())
                .filteredOn(event ->
                        event.action().equals("session.begin") && event.outcome().equals("refused"))
                .hasSizeLessThanOrEqualTo(5);
    }

    private static List<SignIn> together(int count, IntFunction<SignIn> guess) throws Exception {
        List<Future<SignIn>> tries = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                tries.add(threads.submit(() -> guess.apply(number)));
            }
        }
        List<SignIn> answers = new ArrayList<>();
        for (Future<SignIn> one : tries) {
            answers.add(one.get());
        }
        return answers;
    }

    @Test
    void raisesOneAlarmAboutWhoeverGuessesAtPasswords() {
        World.User _ = world.user("anna");

        guess("anna", Guesses.ALARMING + 5);

        assertThat(alarms("sign-in-guessing"))
                .singleElement()
                .satisfies(alarm ->
                        assertThat(alarm.details())
                                .containsEntry("user", "user:anna")
                                .containsEntry("address", World.STRANGER.address()));
    }

    @Test
    void writesNoTypedNameIntoAnAlarm() {
        guess("my-password-by-mistake", Guesses.ALARMING);

        assertThat(alarms("sign-in-guessing")).hasSize(1);
        assertThat(world.audit().toString()).doesNotContain("my-password-by-mistake");
    }

    private void guess(String name, int times) {
        for (int i = 0; i < times; i++) {
            SignIn _ = world.password(name, "wrong password!", World.STRANGER);
            world.clock.pass(Guesses.LONGEST);
        }
    }

    @Test
    void raisesAnAlarmAboutWhoeverKnowsThePasswordAndGuessesAtTheCode() {
        World.User anna = world.user("anna");
        String flow = world.flow(anna);
        for (int i = 0; i < 5; i++) {
            assertThat(signIns.totp(flow, "00000" + i, World.HOME)).isEqualTo(new SignIn.Refused());
            world.clock.pass(Duration.ofSeconds(40));
        }

        assertThatThrownBy(() -> signIns.totp(flow, world.code(anna.totp()), World.HOME))
                .isInstanceOf(Fault.class);

        assertThat(alarms("second-factor-guessing")).hasSize(1);
    }

    private List<AuditEvent> alarms(String word) {
        return world.audit().stream()
                .filter(event ->
                        event.action().equals("alarm.raise") && event.outcome().equals(word))
                .toList();
    }

    @Test
    void letsNoStrangerLockTheUserOut() {
        World.User anna = world.user("anna");
        for (int i = 0; i < 50; i++) {
            Caller somewhere = new Caller("203.0.113." + i, "curl");
            SignIn _ = world.password("anna", "wrong password!", somewhere);
        }

        SignIn own = world.password("anna", World.PASSWORD, World.HOME);
        SignIn elsewhere = world.password("anna", World.PASSWORD, new Caller("192.0.2.99", ""));
        world.clock.pass(Guesses.LONGEST_FOR_NAME);
        SignIn later = world.password("anna", World.PASSWORD, new Caller("192.0.2.99", ""));

        assertThat(own).isInstanceOf(SignIn.FactorWanted.class);
        assertThat(elsewhere).isInstanceOf(SignIn.TryLater.class);
        assertThat(later).isInstanceOf(SignIn.FactorWanted.class);
        assertThat(anna.id()).isEqualTo(World.ANNA);
    }

    @Test
    void forgivesNoGuessesAtOthersForAnOwnSignIn() {
        World.User mallory = world.user("mallory");
        World.User _ = world.user("anna");
        SignIn _ = world.password("anna", "wrong password!", World.STRANGER);
        SignIn _ = world.password("anna", "wrong password?", World.STRANGER);
        String flow =
                ((SignIn.FactorWanted) world.password("mallory", World.PASSWORD, World.STRANGER))
                        .flow();
        SignIn own = signIns.totp(flow, world.code(mallory.totp()), World.STRANGER);
        SignIn _ = world.password("anna", "wrong password.", World.STRANGER);

        SignIn next = world.password("anna", "wrong password,", World.STRANGER);

        assertThat(own).isInstanceOf(SignIn.Done.class);
        assertThat(next).isInstanceOf(SignIn.TryLater.class);
    }

    @Test
    void letsASuspendedUserInNoMore() {
        World.User anna = world.user("anna");
        String flow = world.flow(anna);

        Person suspended =
                world.people.accounts().enable(World.LOCAL, anna.id(), OptionalLong.empty(), false);

        assertThat(suspended.enabled()).isFalse();
        assertThat(world.password("anna", World.PASSWORD, World.HOME))
                .isEqualTo(new SignIn.Refused());
        assertThatThrownBy(() -> signIns.totp(flow, world.code(anna.totp()), World.HOME))
                .isInstanceOf(Fault.class);
        assertThat(world.people.principal(anna.session())).isEmpty();
        assertThat(world.people.sessions().list(World.LOCAL, anna.id())).isEmpty();
    }

    @Test
    void takesAnInvitationOnceAndForThreeDays() {
        Invitation first = world.people.accounts().create(World.LOCAL, World.ANNA, List.of());
        SignIn taken = world.join(first.code().orElseThrow(), World.PASSWORD);
        SignIn again = world.join(first.code().orElseThrow(), "another long password");
        Invitation second = world.people.accounts().reset(World.LOCAL, World.ANNA);
        world.clock.pass(Accounts.INVITATION_LIFE);

        SignIn late = world.join(second.code().orElseThrow(), World.PASSWORD);

        assertThat(taken).isInstanceOf(SignIn.EnrolmentWanted.class);
        assertThat(List.of(again, late)).containsOnly(new SignIn.Refused());
    }

    @Test
    void keepsNoSecretInRowsOrAudit() {
        World.User anna = world.user("anna");
        String row =
                world.store
                        .get(anna.id().key())
                        .orElseThrow()
                        .body()
                        .toHex()
                        .toLowerCase(java.util.Locale.ROOT);
        String everything =
                world.audit()
                        + row
                        + new String(
                                java.util.HexFormat.of().parseHex(row),
                                java.nio.charset.StandardCharsets.UTF_8);

        assertThat(everything)
                .doesNotContain(World.PASSWORD)
                .doesNotContain(anna.totp())
                .doesNotContain(anna.enrolled().recoveryCodes());
    }
}
