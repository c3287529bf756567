package dev.socketio.listener.support;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.socketio.listener.HandshakeCookie;
import dev.socketio.listener.HandshakeHeader;
import dev.socketio.listener.HandshakeParam;
import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketData;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketNamespaceVariable;
import dev.socketio.listener.SocketPayload;
import dev.socketio.listener.support.UnsupportedListenerTests.AppUser;
import dev.socketio.listener.support.UnsupportedListenerTests.CurrentUser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.messaging.handler.annotation.Header;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.context.SecurityContext;

/**
 * Tests for parameters and payloads that contradict themselves in where a value comes
 * from.
 */
class ParameterSourceTests {

	static Stream<String> severalSources() {
		return UnsupportedListenerTests.names(SeveralSources.class);
	}

	static Stream<String> annotatedProperties() {
		return UnsupportedListenerTests.names(AnnotatedProperties.class);
	}

	static Stream<String> reactivePrincipals() {
		return UnsupportedListenerTests.names(ReactivePrincipals.class);
	}

	@ParameterizedTest
	@MethodSource("severalSources")
	void refusesSeveralSources(String method) {
		UnsupportedListenerTests.assertRefused(UnsupportedListenerTests.method(SeveralSources.class, method))
			.withMessageStartingWith(
					"Parameter 'value' of " + SeveralSources.class.getName() + "." + method + " has several sources: @")
			.withMessageContaining(", @")
			.withMessageEndingWith(". Use one of them.");
	}

	@ParameterizedTest
	@MethodSource("annotatedProperties")
	void refusesPayloadsWhoseAnnotationsPromiseAnotherSource(String method) {
		UnsupportedListenerTests.assertRefused(UnsupportedListenerTests.method(AnnotatedProperties.class, method))
			.withMessageContaining(", which has no meaning there: the client would choose the value.");
	}

	@ParameterizedTest
	@MethodSource("reactivePrincipals")
	void refusesReactivePrincipals(String method) {
		UnsupportedListenerTests.assertRefused(UnsupportedListenerTests.method(ReactivePrincipals.class, method))
			.withMessageEndingWith("All arguments are there when the listener is called: use the type of the value.");
	}

	static class SeveralSources {

		@SocketEventListener("x")
		void payloadAndPrincipal(@SocketPayload @AuthenticationPrincipal(expression = "name") String value) {
		}

		@SocketEventListener("x")
		void payloadAndComposed(@SocketPayload @CurrentUser String value) {
		}

		@SocketEventListener("x")
		void payloadAndData(@SocketPayload @SocketData String value) {
		}

		@SocketEventListener("x")
		void payloadAndHeader(@SocketPayload @HandshakeHeader String value) {
		}

		@SocketEventListener("x")
		void authAndPrincipal(@SocketAuth @AuthenticationPrincipal String value) {
		}

		@SocketEventListener("x")
		void paramAndPrincipal(@HandshakeParam @AuthenticationPrincipal String value) {
		}

		@SocketEventListener("x")
		void cookieAndContext(@HandshakeCookie @CurrentSecurityContext String value) {
		}

		@SocketEventListener("x")
		void nameAndVariable(@SocketEventName @SocketNamespaceVariable String value) {
		}

		@SocketEventListener("x")
		void bothOfSecurity(@AuthenticationPrincipal @CurrentSecurityContext String value) {
		}

	}

	static class AnnotatedProperties {

		@SocketEventListener("x")
		void component(Order value) {
		}

		@SocketEventListener("x")
		void nested(Optional<List<Batch>> value) {
		}

		@SocketEventListener("x")
		void constructor(Letter value) {
		}

		@SocketEventListener("x")
		void auth(@SocketAuth Order value) {
		}

	}

	static class ReactivePrincipals {

		@SocketEventListener("x")
		void mono(@AuthenticationPrincipal Mono<AppUser> value) {
		}

		@SocketEventListener("x")
		void context(@CurrentSecurityContext Mono<SecurityContext> value) {
		}

		@SocketEventListener("x")
		void future(@AuthenticationPrincipal Optional<CompletableFuture<AppUser>> value) {
		}

	}

	record Order(String article, @AuthenticationPrincipal String by) {
	}

	record Batch(List<Order> orders, @Nullable Batch next) {
	}

	static class Letter {

		Letter(@Header("sender") String sender) {
		}

	}

}
