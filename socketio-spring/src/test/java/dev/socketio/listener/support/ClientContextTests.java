package dev.socketio.listener.support;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientContext}.
 */
class ClientContextTests {

	private static final Authentication ADA = new TestingAuthenticationToken("ada", "secret");

	private static final Authentication BOB = new TestingAuthenticationToken("bob", "secret");

	@AfterEach
	void clear() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@NullSource
	void anonymousClientIsNotTheOneAroundIt(Principal anonymous) throws Exception {
		ClientContext inner = ClientContext.of(anonymous);
		try (AutoCloseable outerScope = ClientContext.of(ADA).open()) {
			try (AutoCloseable innerScope = inner.open()) {
				assertThat(authentication()).isNull();
			}
			assertThat(authentication()).isSameAs(ADA);
		}
		assertThat(authentication()).isNull();
		assertThat(inner.reactorContext().isEmpty()).isTrue();
	}

	@Test
	void clientIsItselfWithinCallOfAnother() throws Exception {
		try (AutoCloseable outer = ClientContext.of(ADA).open()) {
			try (AutoCloseable inner = ClientContext.of(BOB).open()) {
				assertThat(authentication()).isSameAs(BOB);
			}
			assertThat(authentication()).isSameAs(ADA);
		}
		assertThat(authentication()).isNull();
	}

	@Test
	void principalWithoutAuthenticationIsAnonymous() throws Exception {
		SecurityContextHolder.getContext().setAuthentication(ADA);
		try (AutoCloseable scope = ClientContext.of(() -> "carol").open()) {
			assertThat(authentication()).isNull();
		}
		assertThat(authentication()).isSameAs(ADA);
	}

	@Test
	void changesOfListenersDoNotAffectOtherCalls() throws Exception {
		ClientContext context = ClientContext.of(ADA);
		try (AutoCloseable outer = context.open()) {
			try (AutoCloseable inner = context.open()) {
				SecurityContextHolder.getContext().setAuthentication(BOB);
			}
			assertThat(authentication()).isSameAs(ADA);
		}
		try (AutoCloseable scope = context.open()) {
			assertThat(authentication()).isSameAs(ADA);
		}
	}

	@Test
	void publishersSeeAuthentication() {
		assertThat(ReactiveSecurityContextHolder.getContext()
			.contextWrite(ClientContext.of(ADA).reactorContext())
			.map((context) -> context.getAuthentication())
			.block()).isSameAs(ADA);
	}

	private static @Nullable Authentication authentication() {
		return SecurityContextHolder.getContext().getAuthentication();
	}

}
