package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SpreadingFactor;
import io.lapwing.radio.SubBand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Rn2483Test implements Modem.Listener {
    private final List<String> said = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Rn2483 modem =
            new Rn2483(Modulation.of(SpreadingFactor.SF9), SubBand.G1, said::add, this);

    private void setUp() {
        modem.begin();
        modem.line("4294967245");
        while (!said.getLast().equals("radio rx 0")) {
            modem.line("ok");
        }
        modem.line("ok");
        said.clear();
    }

    @Test
    void asksHowWellAFrameWasHeardBeforeItHandsItOn() {
        setUp();

        modem.line("radio_rx  48656C6C6F");
        modem.line("-7");

        assertThat(told).containsExactly("received 48656C6C6F at -7.0 dB");
        assertThat(said).containsExactly("radio get snr", "radio rx 0");
    }

    @Test
    void stopsReceivingToTransmit() {
        setUp();

        modem.transmit(Bytes.of(1, 2));
        modem.line("ok");
        modem.line("ok");
        modem.line("radio_tx_ok");

        assertThat(said).containsExactly("radio rxstop", "radio tx 0102", "radio rx 0");
        assertThat(told).containsExactly("transmitted");
    }

    @Test
    void losesNoFrameThatArrivesWhileItStops() {
        setUp();

        modem.transmit(Bytes.of(1));
        modem.line("radio_rx  0A0B");
        modem.line("ok");

        assertThat(told).containsExactly("received 0A0B at 0.0 dB");
        assertThat(said).containsExactly("radio rxstop", "radio tx 01");
    }

    @Test
    void transmitsWhatCameWhileItWasBusy() {
        setUp();

        modem.line("radio_rx  0A");
        modem.transmit(Bytes.of(1));
        modem.line("5");

        assertThat(said).containsExactly("radio get snr", "radio tx 01");
    }

    @Test
    void givesAFrameUpThatTheModemDoesNotTake() {
        setUp();
        modem.transmit(Bytes.of(1));

        for (int i = 0; i < 6; i++) {
            modem.line("ok");
            modem.line("busy");
        }

        assertThat(told).containsExactly("transmitted");
        assertThat(said.getLast()).isEqualTo("radio rx 0");
    }

    @Test
    void passesOverGarbledFrames() {
        setUp();

        modem.line("radio_rx  4G");
        modem.line("1");

        assertThat(told).isEmpty();
        assertThat(said.getLast()).isEqualTo("radio rx 0");
    }

    @Test
    void receivesAgainAfterAnError() {
        setUp();

        modem.line("radio_err");

        assertThat(said).containsExactly("radio rx 0");
    }

    @Test
    void refusesAModemThatDoesNotTakeItsSettings() {
        modem.begin();

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> modem.line("invalid_param"))
                .withMessageStartingWith("the modem says 'invalid_param'");
    }

    @Override
    public void received(Bytes frame, double snrDb) {
        told.add("received %s at %s dB".formatted(frame, snrDb));
    }

    @Override
    public void transmitted() {
        told.add("transmitted");
    }

    @Override
    public void failed(Fault fault) {
        told.add("failed: " + fault.getMessage());
    }
}
