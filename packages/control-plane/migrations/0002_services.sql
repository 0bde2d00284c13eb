CREATE TABLE `services` (
	`project_id` integer NOT NULL,
	`name` text NOT NULL,
	`owner_team` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`tier` integer,
	`links` text DEFAULT '[]' NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `name`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
