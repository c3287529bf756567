package dev.socketio.listener.support;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/**
 * Establishes the {@code Authentication} of the handshake.
 */
final class SpringSecurityPropagation implements SecurityPropagation {

	private static final Scope ANONYMOUS = new AnonymousScope();

	@Override
	public Scope scope(@Nullable Principal principal) {
		return (principal instanceof Authentication authentication) ? new AuthenticationScope(authentication)
				: ANONYMOUS;
	}

	private static void restore(Object previous) {
		SecurityContext context = (SecurityContext) previous;
		if (context.getAuthentication() == null) {
			SecurityContextHolder.clearContext();
		}
		else {
			SecurityContextHolder.setContext(context);
		}
	}

	/**
	 * A call for a client without authentication, which may happen within the call for
	 * another client, or on a thread that has taken the context of one along.
	 */
	private static final class AnonymousScope implements Scope {

		@Override
		public Context reactorContext() {
			return Context.empty();
		}

		@Override
		public Object enter() {
			SecurityContext previous = SecurityContextHolder.getContext();
			SecurityContextHolder.clearContext();
			return previous;
		}

		@Override
		public void exit(Object previous) {
			restore(previous);
		}

	}

	private static final class AuthenticationScope implements Scope {

		private final Authentication authentication;

		private final Context reactorContext;

		AuthenticationScope(Authentication authentication) {
			this.authentication = authentication;
			this.reactorContext = ReactiveSecurityContextHolder
				.withSecurityContext(Mono.just(new SecurityContextImpl(authentication)));
		}

		@Override
		public Context reactorContext() {
			return this.reactorContext;
		}

		@Override
		public Object enter() {
			SecurityContext previous = SecurityContextHolder.getContext();
			SecurityContextHolder.setContext(new SecurityContextImpl(this.authentication));
			return previous;
		}

		@Override
		public void exit(Object previous) {
			restore(previous);
		}

	}

}
