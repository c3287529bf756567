package dev.socketio.docs.emitter;

import dev.socketio.emitter.SocketIOEmitter;

import org.springframework.stereotype.Service;

// tag::service[]
@Service
class OrderService {

	private final SocketIOEmitter emitter;

	OrderService(SocketIOEmitter emitter) {
		this.emitter = emitter.of("/shop"); // <1>
	}

	void ship(Order order) {
		this.emitter.to("customer:" + order.customer()).emit("shipped", order); // <2>
	}

	void closeAccount(String customer) {
		this.emitter.in("customer:" + customer).disconnectSockets(true);
	}

	record Order(String id, String customer) {
	}

}
// end::service[]
