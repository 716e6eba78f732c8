package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.ResultCode;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class AnswerCourierTest {
    private static final URI TARGET = URI.create("https://ns.example:8081/");

    private final World world = new World();
    private final List<Answer> taken = new CopyOnWriteArrayList<>();
    private final List<Long> pausesMs = new CopyOnWriteArrayList<>();

    private AnswerCourier courier(AnswerPost post, int maxUnderWay) {
        return new AnswerCourier(
                world.server(),
                world.devices,
                new World.NoEvents(),
                post,
                pause -> pausesMs.add(pause.toMillis()),
                maxUnderWay);
    }

    private Bytes join(int nonce, long transactionId) {
        JoinReq good = world.joinReq(BackendVersion.V1_0, MacVersion.V1_0_4, nonce);
        BackendHeader header =
                BackendHeader.of(
                        BackendVersion.V1_0,
                        PartyId.of(World.NET_ID),
                        PartyId.of(World.JOIN_EUI),
                        transactionId);
        return world.codec.encode(new JoinReq(header, good.devEui(), good.terms()));
    }

    private int take(Bytes answer) {
        taken.add(world.codec.answers().decode(answer));
        return 200;
    }

    @Test
    void postsTheAnswerWithTheTransactionIdOfItsRequest() {
        world.device(MacVersion.V1_0_4);

        try (AnswerCourier courier = courier((_, answer) -> take(answer), 4)) {
            courier.take(World.NETWORK_SERVER, World.networkServer(), TARGET, join(1, 4711));
        }

        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().header().transactionId()).isEqualTo(4711);
        assertThat(taken.getFirst().result().code()).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void answersEachOfTwoMessagesWithTheSameTransactionId() {
        world.device(MacVersion.V1_0_4);

        try (AnswerCourier courier = courier((_, answer) -> take(answer), 4)) {
            courier.take(World.NETWORK_SERVER, World.networkServer(), TARGET, join(1, 0));
            courier.take(World.NETWORK_SERVER, World.networkServer(), TARGET, join(1, 0));
        }

        assertThat(taken)
                .extracting(answer -> answer.result().code())
                .containsExactlyInAnyOrder(ResultCode.SUCCESS, ResultCode.JOIN_REQ_FAILED);
    }

    @Test
    void triesAgainWithLongerAndLongerPauses() {
        world.device(MacVersion.V1_0_4);
        AnswerPost thirdTime =
                (_, answer) -> {
                    if (pausesMs.size() < 2) {
                        throw new Fault(Fault.Kind.UNAVAILABLE, "connection refused");
                    }
                    return take(answer);
                };

        try (AnswerCourier courier = courier(thirdTime, 4)) {
            courier.take(World.NETWORK_SERVER, World.networkServer(), TARGET, join(1, 1));
        }

        assertThat(taken).hasSize(1);
        assertThat(pausesMs).containsExactly(100L, 300L);
        assertThat(world.devices.audit()).hasSize(1);
    }

    @Test
    void givesUpAndRecordsIt() {
        world.device(MacVersion.V1_0_4);

        try (AnswerCourier courier = courier((_, _) -> 500, 4)) {
            courier.take(World.NETWORK_SERVER, World.networkServer(), TARGET, join(1, 1));
        }

        assertThat(pausesMs).hasSize(3);
        assertThat(world.devices.commits()).isEqualTo(1);
        assertThat(world.lastAudit().action()).isEqualTo("answer.drop");
        assertThat(world.lastAudit().details()).containsEntry("why", "HTTP status 500");
    }

    @Test
    void refusesMoreThanItsBound() {
        world.device(MacVersion.V1_0_4);
        CountDownLatch hold = new CountDownLatch(1);
        AnswerPost slow =
                (_, answer) -> {
                    try {
                        hold.await();
                    } catch (InterruptedException e) {
                        throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted", e);
                    }
                    return take(answer);
                };

        try (AnswerCourier courier = courier(slow, 1)) {
            courier.take(World.NETWORK_SERVER, World.networkServer(), TARGET, join(1, 1));
            Bytes second = join(2, 2);
            assertThatThrownBy(() ->
                            courier.take(
                                    World.NETWORK_SERVER, World.networkServer(), TARGET, second))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
            hold.countDown();
        }

        assertThat(taken).hasSize(1);
    }
}
