-- Stands here until the edge's columns come.

-- +up

-- +down
