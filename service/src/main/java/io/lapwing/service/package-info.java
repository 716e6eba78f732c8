/// What every service stands on: HTTP with mutual TLS, JSON, configuration, the store and the audit log.
@NullMarked
package io.lapwing.service;

import org.jspecify.annotations.NullMarked;
