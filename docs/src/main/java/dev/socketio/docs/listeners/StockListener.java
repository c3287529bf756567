package dev.socketio.docs.listeners;

import dev.socketio.listener.SocketError;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;

import org.springframework.stereotype.Component;

// tag::listener[]
@Component
class StockListener {

	@SocketEventListener("reserve")
	int reserve(String article, int quantity) {
		if (quantity > 100) {
			throw new SoldOutException(article);
		}
		return quantity;
	}

	@SocketExceptionHandler
	SocketError soldOut(SoldOutException ex) {
		return SocketError.of(409, "sold_out", "There is not enough of " + ex.article());
	}

}
// end::listener[]
