package dev.socketio.listener.support;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

import org.springframework.util.ClassUtils;

/**
 * Lets listeners, and the interceptors around them, see who the client is.
 */
interface SecurityPropagation {

	/** Used where Spring Security is missing. */
	SecurityPropagation NONE = (principal) -> null;

	/**
	 * Return what to establish around calls for a client.
	 * @param principal the principal of the handshake
	 * @return the scope, or {@code null} if there is no security to establish
	 */
	@Nullable Scope scope(@Nullable Principal principal);

	static SecurityPropagation create() {
		return ClassUtils.isPresent("org.springframework.security.core.context.ReactiveSecurityContextHolder",
				SecurityPropagation.class.getClassLoader()) ? new SpringSecurityPropagation() : NONE;
	}

	/**
	 * The security context of one client.
	 */
	interface Scope {

		/** For publishers that listeners return. */
		Context reactorContext();

		/** For the thread that calls a listener; returns what was there before. */
		Object enter();

		/** Undo {@link #enter} on the same thread. */
		void exit(Object previous);

	}

}
