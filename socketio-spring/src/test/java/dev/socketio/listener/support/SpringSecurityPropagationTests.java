package dev.socketio.listener.support;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringSecurityPropagation}.
 */
class SpringSecurityPropagationTests {

	private final TestingAuthenticationToken ada = new TestingAuthenticationToken("ada", "secret");

	private final TestingAuthenticationToken other = new TestingAuthenticationToken("other", "secret");

	@AfterEach
	void clear() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void leavesNothingOnTheThread() {
		SecurityPropagation.Scope scope = new SpringSecurityPropagation().scope(this.ada);
		assertThat(scope).isNotNull();
		Object previous = scope.enter();
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isSameAs(this.ada);
		scope.exit(previous);
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
	}

	@Test
	void restoresWhatWasThereBefore() {
		SecurityContextHolder.getContext().setAuthentication(this.other);
		SecurityPropagation.Scope scope = new SpringSecurityPropagation().scope(this.ada);
		assertThat(scope).isNotNull();
		scope.exit(scope.enter());
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isSameAs(this.other);
	}

	@Test
	void establishesNothingForOtherPrincipals() {
		assertThat(new SpringSecurityPropagation().scope(() -> "somebody")).isNull();
		assertThat(new SpringSecurityPropagation().scope(null)).isNull();
	}

}
