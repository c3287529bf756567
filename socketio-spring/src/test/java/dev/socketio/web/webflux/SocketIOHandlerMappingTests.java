package dev.socketio.web.webflux;

import java.net.URI;

import dev.socketio.server.SocketIOServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SocketIOHandlerMappingTests {

	private final SocketIOWebHandler handler = new SocketIOWebHandler(SocketIOServer.builder().build().endpoint());

	@ParameterizedTest
	@CsvSource({ "/socket.io/, true", "/socket.io/?EIO=4, true", "/socket.io/default/?EIO=4, true",
			"/socket.io/x/y, true", "/socket.io, false", "/socket.io?EIO=4, false", "/Socket.io/, false",
			"/socket%2Eio/, false", "//socket.io/, false", "/x/socket.io/, false", "/, false", "/socket.iox/, false" })
	void matchesByPrefix(String target, boolean matches) {
		assertThat(handles("", target)).isEqualTo(matches);
	}

	@ParameterizedTest
	@CsvSource({ "/app/socket.io/?EIO=4, true", "/app/socket.io/x, true", "/app/socket.io, false" })
	void pathIsBelowTheBasePathOfTheApplication(String target, boolean matches) {
		assertThat(handles("/app", target)).isEqualTo(matches);
	}

	@Test
	void pathStartsWithASlash() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SocketIOHandlerMapping("socket.io/", this.handler));
	}

	private boolean handles(String contextPath, String target) {
		SocketIOHandlerMapping mapping = new SocketIOHandlerMapping("/socket.io/", this.handler);
		assertThat(mapping.path()).isEqualTo("/socket.io/");
		MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.method(HttpMethod.GET,
				URI.create("http://localhost" + target));
		if (target.startsWith(contextPath)) {
			request.contextPath(contextPath);
		}
		return mapping.getHandlerInternal(MockServerWebExchange.from(request)).block() == this.handler;
	}

}
