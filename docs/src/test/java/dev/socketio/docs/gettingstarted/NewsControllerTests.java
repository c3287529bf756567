package dev.socketio.docs.gettingstarted;

// tag::test[]
import dev.socketio.emitter.SocketIOEmitter;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

// end::test[]
/**
 * How to test a controller that emits.
 */
@WithoutLogin
// tag::test[]
@WebFluxTest(NewsController.class)
class NewsControllerTests {

	@MockitoBean
	private SocketIOEmitter emitter;

	@Autowired
	private WebTestClient client;

	@Test
	void publishes() {
		given(this.emitter.to("readers")).willReturn(this.emitter);
		given(this.emitter.emit("news", "fresh")).willReturn(Mono.empty()); // <1>
		this.client.post().uri("/news").bodyValue("fresh").exchange().expectStatus().isOk();
		then(this.emitter).should().emit("news", "fresh");
	}

}
// end::test[]
