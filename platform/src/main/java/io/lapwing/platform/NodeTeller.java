package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.trust.DeviceList;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Reading;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Says what happened at a node. What comes from others is shown so that a terminal shows it and does nothing else.
record NodeTeller(NodeId self, InstantSource clock, Consumer<NodeNews> news) {
    /// Something of the node's own.
    void tell(String event, String text) {
        tell(event, Optional.empty(), text);
    }

    /// Something with another node.
    void tell(String event, NodeId node, String text) {
        tell(event, Optional.of(node.value()), text);
    }

    private void tell(String event, Optional<Long> node, String text) {
        news.accept(new NodeNews(clock.instant().toString(), event, node, Optional.of(text)));
    }

    /// What the protocol says.
    void tell(NodeEvent event) {
        switch (event) {
            case NodeEvent.Joined() ->
                    tell("joined", NodeId.CENTRAL, "the label is burnt: throw it away");
            case NodeEvent.Enrolled() ->
                    tell("enrolled", NodeId.CENTRAL, "readings prove this node's state");
            case NodeEvent.ListChanged(var list) -> list(list);
            case NodeEvent.Connected(var session) ->
                    tell("connected", session.peer(), "a session key is shared");
            case NodeEvent.Confirmed(var peer) ->
                    tell("connected", peer, "the session key is confirmed");
            case NodeEvent.Shared(var session) ->
                    tell(
                            "group",
                            "key of epoch %s of group %s"
                                    .formatted(session.epoch(), session.group()));
            case NodeEvent.Received(var from, var data) -> tell("received", from, text(data));
            case NodeEvent.Proven(var from, var reading) -> tell("proven", from, text(reading));
            case NodeEvent.Refused(var from, var why) -> tell("refused", from, why);
            case NodeEvent.GaveUp(var what, var peer) ->
                    tell("gave-up", peer, what + ": nobody answered");
        }
    }

    private void list(DeviceList list) {
        tell("list", "epoch %s, nodes %s".formatted(list.epoch(), list.nodes()));
        if (!list.nodes().contains(self)) {
            tell(
                    "refused",
                    NodeId.CENTRAL,
                    "this node is not on the list any more: want a new label");
        }
    }

    /// `temperature 21.53 °C, pressure 101325 Pa`
    private static String text(Reading reading) {
        return reading.values().stream()
                .map(value ->
                        "%s %s %s"
                                .formatted(
                                        value.name(), value.value().toPlainString(), value.unit()))
                .collect(Collectors.joining(", "));
    }

    /// As text where it is text, else as hexadecimal digits.
    private static String text(Bytes data) {
        String text = new String(data.toArray(), StandardCharsets.UTF_8);
        return text.codePoints().allMatch(NodeTeller::isPlain) ? text : data.toHex();
    }

    private static boolean isPlain(int character) {
        return character != 0xFFFD
                && !Character.isISOControl(character)
                && Character.getType(character) != Character.FORMAT;
    }
}
