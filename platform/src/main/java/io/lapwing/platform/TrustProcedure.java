package io.lapwing.platform;

import java.util.List;
import java.util.Optional;

/// What happened in a cell from the beginning of a procedure until all came to rest. Times are seconds since it began.
///
/// Parties are named `CE`, `N1`, `N2` and so on, `X` who is none of them, and `all`.
///
/// @param elapsedS until the last message had arrived and what it caused was computed
/// @param quietS until the last frame was off the air: acknowledgements come after
/// @param messages in the order in which they were ready to go
/// @param acknowledgements frames that carried nothing else
/// @param work what the parties computed
/// @param shares what it cost each
record TrustProcedure(
        String name,
        double elapsedS,
        double quietS,
        List<Message> messages,
        List<Acknowledgement> acknowledgements,
        List<Work> work,
        List<Share> shares) {
    /// A message on its way.
    ///
    /// @param name what it is: `Translate`
    /// @param sentS when it was ready to go
    /// @param receivedS when the last who got it had it; empty when nobody did
    /// @param together whether it went in the frames of the message before
    record Message(
            String from,
            String to,
            String name,
            int octets,
            double sentS,
            Optional<Double> receivedS,
            boolean together,
            List<Frame> frames) {
        long lost() {
            return frames.stream().filter(Frame::lost).count();
        }
    }

    /// A frame of a message.
    ///
    /// @param missed who should have got it and did not
    record Frame(double startS, double endS, int octets, List<String> missed) {
        boolean lost() {
            return !missed.isEmpty();
        }
    }

    record Acknowledgement(String from, String to, Frame frame) {}

    /// @param chipS of it, in the chip
    record Work(String party, double startS, double endS, double chipS) {}

    /// What a procedure cost one party.
    ///
    /// @param busyS from its first frame or computation to its last, as the paper's Table 2 counts
    /// @param computeS of computing, the chip included
    /// @param airS of transmitting
    /// @param octets it sent, link headers included
    /// @param energyMj of its radio: transmitting, and listening while it was busy
    record Share(
            String party,
            double busyS,
            double computeS,
            double chipS,
            double airS,
            long frames,
            long octets,
            double energyMj) {}

    TrustProcedure {
        messages = List.copyOf(messages);
        acknowledgements = List.copyOf(acknowledgements);
        work = List.copyOf(work);
        shares = List.copyOf(shares);
    }

    /// On the air, of all.
    double airS() {
        return shares.stream().mapToDouble(Share::airS).sum();
    }

    /// In chips, of all.
    double chipS() {
        return shares.stream().mapToDouble(Share::chipS).sum();
    }

    /// Computing, of all.
    double computeS() {
        return shares.stream().mapToDouble(Share::computeS).sum();
    }

    long octets() {
        return shares.stream().mapToLong(Share::octets).sum();
    }

    long frames() {
        return shares.stream().mapToLong(Share::frames).sum();
    }

    Optional<Share> share(String party) {
        return shares.stream().filter(one -> one.party().equals(party)).findFirst();
    }
}
