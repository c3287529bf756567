package dev.socketio.docs.emitter;

import dev.socketio.docs.emitter.OrderService.Order;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class CommittedOrders {

	private final OrderService orders;

	CommittedOrders(OrderService orders) {
		this.orders = orders;
	}

	// tag::event[]
	@EventListener
	void shipped(OrderShipped event) {
		this.orders.ship(event.order());
	}

	record OrderShipped(Order order) {
	}
	// end::event[]

}
