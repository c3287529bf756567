package dev.socketio.listener.support;

import java.security.Principal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls for one client can happen within those for another one, as where a listener
 * disconnects a neighbour.
 */
class SpringSecurityPropagationTests {

	private static final Authentication ADA = new TestingAuthenticationToken("ada", "secret");

	private static final Authentication BOB = new TestingAuthenticationToken("bob", "secret");

	private final SecurityPropagation propagation = SecurityPropagation.create();

	@AfterEach
	void clear() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@NullSource
	void anAnonymousClientIsNotTheOneAroundIt(Principal anonymous) {
		SecurityPropagation.Scope outer = scope(ADA);
		SecurityPropagation.Scope inner = scope(anonymous);
		Object beforeOuter = outer.enter();
		Object beforeInner = inner.enter();
		assertThat(authentication()).isNull();
		assertThat(inner.reactorContext().isEmpty()).isTrue();
		inner.exit(beforeInner);
		assertThat(authentication()).isSameAs(ADA);
		outer.exit(beforeOuter);
		assertThat(authentication()).isNull();
	}

	@Test
	void aClientIsItselfWithinTheCallOfAnother() {
		SecurityPropagation.Scope outer = scope(ADA);
		SecurityPropagation.Scope inner = scope(BOB);
		Object beforeOuter = outer.enter();
		Object beforeInner = inner.enter();
		assertThat(authentication()).isSameAs(BOB);
		inner.exit(beforeInner);
		assertThat(authentication()).isSameAs(ADA);
		outer.exit(beforeOuter);
		assertThat(authentication()).isNull();
	}

	@Test
	void aPrincipalWithoutAuthenticationIsAnonymous() {
		SecurityContextHolder.getContext().setAuthentication(ADA);
		SecurityPropagation.Scope scope = scope(() -> "carol");
		Object before = scope.enter();
		assertThat(authentication()).isNull();
		scope.exit(before);
		assertThat(authentication()).isSameAs(ADA);
	}

	private SecurityPropagation.Scope scope(Principal principal) {
		SecurityPropagation.Scope scope = this.propagation.scope(principal);
		assertThat(scope).isNotNull();
		return scope;
	}

	private static Authentication authentication() {
		return SecurityContextHolder.getContext().getAuthentication();
	}

}
