package dev.socketio.listener.support;

import dev.socketio.listener.SocketError;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/**
 * Describes failures of Spring Security. Only to be used where it is present.
 */
final class SecurityErrors {

	private SecurityErrors() {
	}

	static @Nullable SocketError describe(Throwable failure) {
		if (failure instanceof AuthenticationException) {
			return SocketError.of(401, "unauthorized", "Authentication is required");
		}
		if (failure instanceof AccessDeniedException) {
			return SocketError.of(403, "forbidden", "Access denied");
		}
		return null;
	}

}
