package io.lapwing.service;

import java.time.Instant;
import java.util.SortedMap;

/// What an audit record says. It never holds a secret.
///
/// @param at when
/// @param actor who: `peer:acme-ns`, `admin:root`, `system`
/// @param action a verb with its object's kind: `device.create`, `join.accept`, `join.refuse`, `receiver.import`
/// @param object what it was done to: a DevEUI, a label
/// @param outcome `done`, or the reason of a refusal in a word: `mic-failed`
/// @param details further facts, small: names of fields and their values
public record AuditEvent(
        Instant at,
        String actor,
        String action,
        String object,
        String outcome,
        SortedMap<String, String> details) {}
