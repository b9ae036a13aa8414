-- PostgreSQL makes the database of Prefect itself; this is the workbench's.
create database workbench;
