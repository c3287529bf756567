package dev.socketio.docs.parsers;

import dev.socketio.listener.SocketEventListener;

import org.springframework.stereotype.Component;

@Component
class OrderListener {

	@SocketEventListener("last-order")
	Order lastOrder(String customer) {
		return new Order(customer, 3);
	}

	record Order(String customerName, int numberOfItems) {
	}

}
