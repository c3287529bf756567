package dev.socketio.listener.support;

import java.security.Principal;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ReactorContextAccessor;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderThreadLocalAccessor;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.util.ClassUtils;

/**
 * Establishes the authentication of one client around calls of its listeners, in
 * thread-locals and in Reactor's context. Only to be used where Spring Security is
 * present.
 */
final class ClientContext {

	private final @Nullable Authentication authentication;

	private final Context reactorContext;

	private ClientContext(@Nullable Principal principal) {
		this.authentication = (principal instanceof Authentication present) ? present : null;
		this.reactorContext = (this.authentication != null)
				? ReactiveSecurityContextHolder.withAuthentication(this.authentication) : Context.empty();
	}

	/**
	 * Return whether there is anything to establish.
	 * @return {@code true} if Spring Security is present
	 * @throws IllegalStateException if it is, but not what it takes to propagate a
	 * context
	 */
	static boolean isNeeded() {
		ClassLoader classLoader = ClientContext.class.getClassLoader();
		if (!ClassUtils.isPresent("org.springframework.security.core.context.ReactiveSecurityContextHolder",
				classLoader)) {
			return false;
		}
		if (!ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", classLoader)) {
			throw new IllegalStateException("Listeners cannot be called with the authentication of their client: add"
					+ " io.micrometer:context-propagation to the class path");
		}
		return true;
	}

	/**
	 * Create the context of a client.
	 * @param principal the principal of the handshake
	 * @return the context
	 */
	static ClientContext of(@Nullable Principal principal) {
		return new ClientContext(principal);
	}

	/** For publishers that listeners return. */
	Context reactorContext() {
		return this.reactorContext;
	}

	/**
	 * Establish the context on the thread that calls a listener.
	 * @return restores what was there before, on the same thread
	 */
	AutoCloseable open() {
		// listeners may change the object, which must not affect other calls
		return Snapshots.FACTORY.setThreadLocalsFrom((this.authentication != null)
				? Context.of(Snapshots.KEY, new SecurityContextImpl(this.authentication)) : Context.empty());
	}

	/**
	 * A class of its own, because {@link #isNeeded()} is called without its libraries.
	 */
	private static final class Snapshots {

		static final Object KEY = new SecurityContextHolderThreadLocalAccessor().key();

		/**
		 * Clears what a client does not have: its call may happen within the call for
		 * another client, or on a thread that has taken the context of one along.
		 */
		static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder()
			.contextRegistry(new ContextRegistry().registerContextAccessor(new ReactorContextAccessor())
				.registerThreadLocalAccessor(new SecurityContextHolderThreadLocalAccessor()))
			.clearMissing(true)
			.build();

	}

}
