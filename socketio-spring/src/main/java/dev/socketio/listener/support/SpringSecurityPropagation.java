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

	@Override
	public @Nullable Scope scope(@Nullable Principal principal) {
		return (principal instanceof Authentication authentication) ? new AuthenticationScope(authentication) : null;
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
			SecurityContext context = (SecurityContext) previous;
			if (context.getAuthentication() == null) {
				SecurityContextHolder.clearContext();
			}
			else {
				SecurityContextHolder.setContext(context);
			}
		}

	}

}
