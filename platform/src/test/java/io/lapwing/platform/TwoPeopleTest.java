package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.console.ApprovalDesk.ApprovalView;
import io.lapwing.console.ApprovalDesk.Selection;
import io.lapwing.console.ApprovalDesk.Wanted;
import io.lapwing.console.DeviceAction;
import io.lapwing.console.DeviceFilter;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Device;
import io.lapwing.kms.Lifecycle;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.PersonId;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.Wish;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What takes two people, over the real desks: done once, by whom it may be done, to what was asked for.
class TwoPeopleTest {
    private static final String FIRST = "70B3D57ED0000001";
    private static final String SECOND = "70B3D57ED0000002";
    private static final Grant OPERATOR = new Grant(Role.OPERATOR, Scope.EVERYTHING);
    private static final Grant ADMINISTRATOR = new Grant(Role.ADMINISTRATOR, Scope.EVERYTHING);

    @TempDir Path folder;
    private AdminWorld world;
    private Platform platform;
    private Principal anna;
    private Principal ben;

    @BeforeEach
    void open() {
        world = world(folder);
        platform = world.open();
        anna = someone("anna", OPERATOR, ADMINISTRATOR);
        ben = someone("ben", OPERATOR, ADMINISTRATOR);
        world.device(platform, FIRST, "1.0.4");
        world.device(platform, SECOND, "1.0.4");
        own(FIRST, "acme");
        own(SECOND, "acme");
    }

    /// An instance over the store that is tested: here the embedded one.
    AdminWorld world(Path place) {
        return AdminWorld.in(place);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private Principal someone(String name, Grant... grants) {
        platform.people()
                .accounts()
                .create(Principal.local("root"), PersonId.user(name), List.of(grants));
        return new Principal(name, Principal.Kind.USER, List.of(grants));
    }

    private void own(String devEui, String owner) {
        assertThat(world.inside(platform, "device", "claim", devEui, owner)).isZero();
    }

    private void reopen() {
        platform.close();
        platform = world.open();
    }

    private static Wanted onAll(String kind, String owner) {
        return new Wanted(
                kind,
                Optional.of(
                        new Selection.Matching(
                                new DeviceFilter(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(owner),
                                        Optional.empty(),
                                        Optional.empty(),
                                        new TreeMap<>(),
                                        false,
                                        false))),
                Map.of());
    }

    private ApprovalView ask(Principal who, Wanted wanted) {
        return platform.approvalDesk().ask(who, wanted, "a test");
    }

    /// As it is when its job has ended.
    private ApprovalView done(String id) throws InterruptedException {
        platform.messengers().jobs().awaitAll();
        return platform.approvalDesk().find(anna, id);
    }

    private Lifecycle state(String devEui) {
        return device(devEui).state();
    }

    private Device device(String devEui) {
        return platform.kms().devices().find(Eui64.parse(devEui)).orElseThrow();
    }

    private String file(Principal who, String id, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        platform.approvalDesk().download(who, id, format).content().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void assertRefused(Fault.Kind kind, Runnable step) {
        assertThatThrownBy(step::run)
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(kind));
    }

    @Test
    void marksManyAsCompromisedAfterASecondPersonAllowedIt() throws Exception {
        ApprovalView asked = ask(anna, onAll("devices-compromise", "acme"));
        Lifecycle before = state(FIRST);
        assertRefused(
                Fault.Kind.FORBIDDEN, () -> platform.approvalDesk().approve(anna, asked.id()));

        ApprovalView approved = platform.approvalDesk().approve(ben, asked.id());
        ApprovalView done = done(asked.id());

        assertThat(asked.object()).isEqualTo("2 devices");
        assertThat(asked.happens()).anyMatch(sentence -> sentence.contains("of acme"));
        assertThat(before).isEqualTo(Lifecycle.CLAIMED);
        assertThat(approved.job()).isPresent();
        assertThat(done.state()).isEqualTo("done");
        assertThat(done.result()).contains("2 devices");
        assertThat(List.of(state(FIRST), state(SECOND))).containsOnly(Lifecycle.COMPROMISED);
        assertRefused(Fault.Kind.CONFLICT, () -> platform.approvalDesk().approve(ben, asked.id()));
    }

    @Test
    void isNotDoneByOnePersonAsAJobOnMany() {
        DeviceAction action = new DeviceAction.Compromise("alone");

        assertRefused(
                Fault.Kind.FORBIDDEN,
                () -> platform.deviceDesk().actOnMany(anna, List.of(FIRST), action));
        assertRefused(
                Fault.Kind.FORBIDDEN,
                () -> platform.deviceDesk().actOnAll(anna, DeviceFilter.ALL, action));
    }

    @Test
    void goesOnWhenTheProcessEndedAfterTheApproval() throws Exception {
        String id = ask(anna, onAll("devices-compromise", "acme")).id();
        platform.people().wishes().decide(ben, id, true);

        reopen();
        ApprovalView done = done(id);

        assertThat(done.state()).isEqualTo("done");
        assertThat(state(FIRST)).isEqualTo(Lifecycle.COMPROMISED);
    }

    @Test
    void goesOnWhenTheProcessEndedAmidTheJob() throws Exception {
        String id = ask(anna, onAll("devices-compromise", "acme")).id();
        platform.people().wishes().decide(ben, id, true);
        CountDownLatch begun = new CountDownLatch(1);
        String job =
                platform.messengers()
                        .jobs()
                        .start(
                                anna,
                                "approval.devices-compromise",
                                Optional.empty(),
                                id,
                                control -> {
                                    Wish _ = platform.people().wishes().take(id, control.job());
                                    platform.deviceDesk()
                                            .act(
                                                    anna,
                                                    FIRST,
                                                    OptionalLong.empty(),
                                                    new DeviceAction.Compromise("a test"));
                                    begun.countDown();
                                    while (!control.isCancelled()) {
                                        Thread.onSpinWait();
                                    }
                                    return "cut off";
                                })
                        .id();
        begun.await();

        reopen();
        ApprovalView done = done(id);

        assertThat(done.state()).isEqualTo("done");
        assertThat(done.job()).contains(job);
        assertThat(state(SECOND)).isEqualTo(Lifecycle.COMPROMISED);
    }

    @Test
    void isDoneToNoMoreThanWereAskedFor() throws Exception {
        String id = ask(anna, onAll("devices-compromise", "acme")).id();
        world.device(platform, "70B3D57ED0000003", "1.0.4");
        own("70B3D57ED0000003", "acme");

        ApprovalView _ = platform.approvalDesk().approve(ben, id);
        ApprovalView done = done(id);

        assertThat(done.state()).isEqualTo("failed");
        assertThat(done.result().orElseThrow()).contains("more devices match now than the 2");
        assertThat(state("70B3D57ED0000003")).isEqualTo(Lifecycle.CLAIMED);
    }

    @Test
    void holdsBothToTheirScopes() throws Exception {
        Principal own = someone("olga", new Grant(Role.OPERATOR, Scope.ofOwner("acme")));
        Principal owner = someone("otto", new Grant(Role.OWNER, Scope.ofOwner("acme")));
        Principal foreign = someone("fred", new Grant(Role.OWNER, Scope.ofOwner("other")));
        assertRefused(Fault.Kind.FORBIDDEN, () -> ask(foreign, onAll("device-export", "acme")));
        assertRefused(Fault.Kind.NOT_FOUND, () -> listed(foreign));
        String id = ask(own, onAll("device-export", "acme")).id();
        assertRefused(Fault.Kind.NOT_FOUND, () -> platform.approvalDesk().approve(foreign, id));
        assertThat(platform.approvalDesk().list(foreign)).isEmpty();

        ApprovalView _ = platform.approvalDesk().approve(owner, id);
        assertThat(world.inside(platform, "device", "transfer", SECOND, "other")).isZero();
        String csv = file(own, id, "csv");
        String lines = file(own, id, "jsonl");

        assertThat(csv).contains("devEui", FIRST).doesNotContain(SECOND);
        assertThat(lines.lines()).hasSize(1);
        assertRefused(Fault.Kind.NOT_FOUND, () -> download(owner, id));
    }

    private void download(Principal who, String id) {
        try {
            String _ = file(who, id, "csv");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void listed(Principal who) {
        ApprovalView _ =
                ask(
                        who,
                        new Wanted(
                                "devices-compromise",
                                Optional.of(new Selection.Listed(List.of(FIRST))),
                                Map.of()));
    }

    @Test
    void diesWithTheRightOfItsAsker() throws Exception {
        String waiting = ask(anna, onAll("devices-compromise", "acme")).id();
        String export = ask(anna, onAll("device-export", "acme")).id();
        ApprovalView _ = platform.approvalDesk().approve(ben, export);

        platform.people()
                .accounts()
                .grant(
                        Principal.local("root"),
                        PersonId.user("anna"),
                        OptionalLong.empty(),
                        List.of(new Grant(Role.PROVISIONING_AGENT, Scope.EVERYTHING)));

        assertRefused(Fault.Kind.CONFLICT, () -> platform.approvalDesk().approve(ben, waiting));
        assertRefused(Fault.Kind.CONFLICT, () -> download(anna, export));
        assertThat(state(FIRST)).isEqualTo(Lifecycle.CLAIMED);
    }

    @Test
    void renewsRootKeysOnceAndKeepsTheCopiesForTheStation() throws Exception {
        world.sealed(platform, AdminWorld.KEY, "line.jwe");
        world.inside(platform, "receiver", "import", "station", "line-3", "line.jwe");
        Wanted wanted =
                new Wanted(
                        "keys-renew",
                        Optional.of(new Selection.Listed(List.of(FIRST, SECOND))),
                        Map.of("station", "line-3"));
        String id = ask(anna, wanted).id();

        ApprovalView _ = platform.approvalDesk().approve(ben, id);
        ApprovalView done = done(id);
        String copies = file(anna, id, "csv");
        platform.kms()
                .renewal()
                .renewKept(
                        KmsDeviceDesk.actor(anna, Optional.empty()),
                        Eui64.parse(FIRST),
                        "line-3",
                        id);
        String again = file(anna, id, "csv");
        platform.deviceDesk()
                .act(anna, FIRST, OptionalLong.empty(), new DeviceAction.ActivateKeys());

        assertThat(done.state()).isEqualTo("done");
        assertThat(copies).containsPattern("\"" + FIRST + "\",\"line-3\",\"0.2\",\"[0-9A-F]{48}\"");
        assertThat(again).isEqualTo(copies);
        assertThat(device(FIRST).keys().active().version()).isEqualTo(2);
        assertThat(device(SECOND).keys().active().version()).isEqualTo(1);
        assertThat(file(anna, id, "csv")).doesNotContain(FIRST).contains(SECOND);
        assertRefused(
                Fault.Kind.CONFLICT,
                () ->
                        platform.deviceDesk()
                                .act(
                                        anna,
                                        FIRST,
                                        OptionalLong.empty(),
                                        new DeviceAction.ActivateKeys()));
    }

    @Test
    void refusesWhatMakesNoSense() {
        Wanted noStation =
                new Wanted(
                        "keys-renew",
                        Optional.of(new Selection.Listed(List.of(FIRST))),
                        Map.of("station", "nobody"));
        Wanted newest = new Wanted("vault-destroy", Optional.empty(), Map.of("version", "1"));
        Wanted mistyped = new Wanted("vault-destroy", Optional.empty(), Map.of("versio", "1"));
        Wanted every =
                new Wanted(
                        "devices-compromise",
                        Optional.of(new Selection.Matching(DeviceFilter.ALL)),
                        Map.of());

        assertRefused(Fault.Kind.BAD_INPUT, () -> ask(anna, noStation));
        assertRefused(Fault.Kind.CONFLICT, () -> ask(anna, newest));
        assertRefused(Fault.Kind.BAD_INPUT, () -> ask(anna, mistyped));
        assertRefused(Fault.Kind.BAD_INPUT, () -> ask(anna, every));
        assertRefused(
                Fault.Kind.BAD_INPUT,
                () -> ask(anna, new Wanted("quota-raise", Optional.empty(), Map.of())));
    }

    @Test
    void answersNoPeerAnyMore() throws Exception {
        String before = AdminWorld.join(platform, FIRST, "1.0.4", 1);
        String id = ask(anna, new Wanted("peers-disable", Optional.empty(), Map.of())).id();

        ApprovalView _ = platform.approvalDesk().approve(ben, id);
        ApprovalView done = done(id);

        assertThat(before).isEqualTo("Success");
        assertThat(done.result()).contains("1 peers are disabled");
        assertThat(platform.kms().peers().list(Optional.empty(), 10))
                .noneMatch(io.lapwing.kms.Peer::enabled);
    }

    @Test
    void hasStepsThatWaitOnDevicesBesideTheOthers() {
        platform.deviceDesk()
                .act(anna, FIRST, OptionalLong.empty(), new DeviceAction.AskNonceReset("flashed"));
        Principal owner = someone("otto", new Grant(Role.OWNER, Scope.ofOwner("acme")));
        Principal foreign = someone("fred", new Grant(Role.OWNER, Scope.ofOwner("other")));
        String id = "dev-nonce-reset." + FIRST;

        List<ApprovalView> ofOwner = platform.approvalDesk().list(owner);
        assertRefused(Fault.Kind.FORBIDDEN, () -> platform.approvalDesk().approve(ben, id));
        assertRefused(Fault.Kind.FORBIDDEN, () -> platform.approvalDesk().approve(anna, id));
        assertRefused(Fault.Kind.NOT_FOUND, () -> platform.approvalDesk().approve(foreign, id));
        ApprovalView allowed = platform.approvalDesk().approve(owner, id);

        assertThat(ofOwner).singleElement().matches(ApprovalView::mayDecide);
        assertThat(allowed.state()).isEqualTo("approved");
        assertRefused(Fault.Kind.NOT_FOUND, () -> platform.approvalDesk().approve(owner, id));
    }

    @Test
    void isAskedForAllowedAndFetchedOnTheCommandLine() {
        int asked =
                world.inside(
                        platform,
                        "approval",
                        "ask",
                        "device-export",
                        "--owner",
                        "acme",
                        "--reason",
                        "audit",
                        "--json");
        String id = String.valueOf(world.json().get("id"));
        int own = world.inside(platform, "approval", "approve", id);
        int listed = world.insideAs("bert", platform, "approval", "list");
        String list = world.out();
        int allowed = world.insideAs("bert", platform, "approval", "approve", id);
        int fetched =
                world.inside(platform, "approval", "file", id, "--csv", "--out", "devices.csv");
        int again = world.inside(platform, "approval", "file", id, "--csv", "--out", "devices.csv");
        int withdrawn = world.inside(platform, "approval", "withdraw", id);
        int late = world.inside(platform, "approval", "file", id, "--out", "late.jsonl");

        assertThat(asked).as(world.err()).isZero();
        assertThat(own).isEqualTo(ExitCode.REFUSED.number());
        assertThat(List.of(listed, allowed, fetched, withdrawn)).containsOnly(0);
        assertThat(list).contains(id, "device-export", "2 devices", "waiting");
        assertThat(world.read("devices.csv")).contains(FIRST, SECOND);
        assertThat(again).isEqualTo(ExitCode.REFUSED.number());
        assertThat(late).isEqualTo(ExitCode.REFUSED.number());
    }
}
