package dev.socketio.docs.gettingstarted;

// tag::controller[]
import dev.socketio.emitter.SocketIOEmitter;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NewsController {

	private final SocketIOEmitter emitter;

	NewsController(SocketIOEmitter emitter) {
		this.emitter = emitter;
	}

	@PostMapping("/news")
	Mono<Void> publish(@RequestBody String headline) {
		return this.emitter.to("readers").emit("news", headline);
	}

}
// end::controller[]
