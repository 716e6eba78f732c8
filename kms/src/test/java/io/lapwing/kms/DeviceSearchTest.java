package io.lapwing.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Search over devices of which each third is acme's and each second in Berlin.
final class DeviceSearchTest {
    private static final Actor ANNA = Actor.operator("anna");
    private static final long FIRST = 0xAC00000000000000L;
    private static final int DEVICES = 1_200;
    private static final Eui64 OTHER_JOIN_EUI = new Eui64(0xBEEF);

    @TempDir private static Path folder;
    private static TestKms test;

    @BeforeAll
    static void open() {
        test = TestKms.in(folder);
        IntStream.range(0, DEVICES).parallel().forEach(DeviceSearchTest::make);
        test.kms.devices().suspend(ANNA, new Eui64(FIRST + 1_198), "odd");
    }

    private static void make(int number) {
        String site = number % 2 == 0 ? "Berlin" : "Bern";
        Eui64 joinEui = number == 600 || number == 1_199 ? OTHER_JOIN_EUI : TestKms.JOIN_EUI;
        NewDevice device =
                NewDevice.of(new Eui64(FIRST + number), joinEui, MacVersion.V1_0_4)
                        .withLabels(Labels.parse("site=" + site + ";serial=S" + number))
                        .withOwner(number % 3 == 0 ? "Acme" : "bolt");
        if (number % 5 == 0) {
            device = device.withHome(new HomeNetwork(NetId.parse("00000A"), Optional.empty()));
        }
        test.kms.devices().create(ANNA, device);
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static DeviceQuery typed(String text) {
        return DeviceQuery.ALL.withText(text);
    }

    private List<Integer> all(DeviceQuery query, int limit) {
        List<Integer> found = new ArrayList<>();
        Optional<DeviceCursor> cursor = Optional.empty();
        do {
            DeviceSearch.Page page = test.kms.search().page(query, cursor, limit);
            page.devices().forEach(device -> found.add((int) (device.devEui().value() - FIRST)));
            cursor = page.next().map(DeviceCursor::toString).map(DeviceCursor::parse);
        } while (cursor.isPresent());
        return found;
    }

    private static List<Integer> every(int step) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < DEVICES; i += step) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void textFindsOwnersLabelsAndTheirValues() {
        assertThat(all(typed("acm"), 100)).isEqualTo(every(3));
        assertThat(all(typed("site=berl"), 100)).isEqualTo(every(2));
        assertThat(all(typed("BERLIN"), 100)).isEqualTo(every(2));
        assertThat(all(typed("s1199"), 100)).containsExactly(1_199);
        assertThat(all(typed("nothing"), 100)).isEmpty();
        assertThat(all(typed("ünseen"), 100)).isEmpty();
        assertThat(all(typed("site=berlin=x"), 100)).isEmpty();
    }

    @Test
    void textThatIsHexadecimalFindsDevEuisFirstAndWordsToo() {
        List<Integer> found = all(typed("ac"), 70);

        assertThat(found).hasSize(DEVICES).doesNotHaveDuplicates();
        assertThat(all(typed("AC000000000004AE"), 10)).containsExactly(1_198);
        assertThat(all(typed("be"), 500)).hasSize(DEVICES);
    }

    @Test
    void deviceThatMatchesAtSeveralPlacesIsThereOnce() {
        assertThat(all(typed("s"), 90)).hasSize(DEVICES).doesNotHaveDuplicates();
        assertThat(all(typed("b"), 90)).hasSize(DEVICES).doesNotHaveDuplicates();
    }

    @Test
    void conditionsMeetInTheIndex() {
        DeviceQuery query =
                DeviceQuery.ALL
                        .withOwner("Acme")
                        .withState(Lifecycle.CLAIMED)
                        .withLabels(Labels.parse("site=Berlin"));

        assertThat(all(query, 17)).isEqualTo(every(6));
        assertThat(all(query.withOwner("acme"), 17)).isEmpty();
        assertThat(
                        all(
                                query.withEuis(DeviceQuery.euiPrefix("AC0000000000000"))
                                        .withOwner("Acme"),
                                50))
                .containsExactly(0, 6, 12);
        assertThat(all(query.withLabels(Labels.parse("site=Berlin;serial=S1194")), 50))
                .containsExactly(1_194);
    }

    @Test
    void joinEuiAndHomeNetworkFillTheirPages() {
        DeviceQuery home = DeviceQuery.ALL.withHome(NetId.parse("00000A"));
        DeviceQuery rare = DeviceQuery.ALL.withJoinEui(OTHER_JOIN_EUI);

        DeviceSearch.Page page = test.kms.search().page(home, Optional.empty(), 60);
        DeviceSearch.Page alone = test.kms.search().page(rare, Optional.empty(), 60);

        assertThat(page.devices()).hasSize(60);
        assertThat(alone.devices()).hasSize(2);
        assertThat(alone.next()).isEmpty();
        assertThat(all(home, 60)).isEqualTo(every(5));
        assertThat(all(rare.withHome(NetId.parse("00000A")), 60)).containsExactly(600);
        assertThat(all(DeviceQuery.ALL.withJoinEui(new Eui64(7)), 60)).isEmpty();
    }

    @Test
    void rareConditionBesideACommonWordNeedsOnePage() {
        DeviceQuery query = typed("serial").withState(Lifecycle.SUSPENDED);

        DeviceSearch.Page page = test.kms.search().page(query, Optional.empty(), 10);

        assertThat(page.devices()).hasSize(1);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void rareWordBesideACommonConditionNeedsOnePage() {
        DeviceQuery query = typed("serial=s1197").withState(Lifecycle.CLAIMED);

        DeviceSearch.Page page = test.kms.search().page(query, Optional.empty(), 10);

        assertThat(page.devices()).hasSize(1);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void pageThatFindsTooLittleEndsEarlyWithACursor() {
        DeviceSearch.Page page =
                test.kms
                        .search()
                        .page(
                                DeviceQuery.ALL,
                                device -> device.devEui().value() == FIRST + 1_198,
                                Optional.empty(),
                                1);

        assertThat(page.devices()).isEmpty();
        assertThat(page.next()).isPresent();
        assertThat(page.next().get().devEui().value())
                .isBetween(FIRST + DeviceSearch.LOOK_AHEAD, FIRST + 2L * DeviceSearch.LOOK_AHEAD);
    }

    @Test
    void lastPageHasNoNext() {
        DeviceSearch.Page page =
                test.kms.search().page(DeviceQuery.ALL.withOwner("Acme"), Optional.empty(), 400);

        assertThat(page.devices()).hasSize(400);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void refusesCursorsThatAreNone() {
        for (String text :
                List.of(
                        "x",
                        "q.AC00000000000000.",
                        "o.AC.",
                        "o.AC00000000000000.?",
                        "o.AC00000000000000._w")) {
            assertThatThrownBy(() -> DeviceCursor.parse(text))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
        }
        DeviceCursor typed = DeviceCursor.parse("o.AC00000000000000.YQ");
        assertThatThrownBy(() -> test.kms.search().page(DeviceQuery.ALL, Optional.of(typed), 10))
                .isInstanceOf(Fault.class);
    }
}
