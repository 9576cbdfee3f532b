-- Run once by the MySQL image when it makes its data directory. The user itself comes from MYSQL_USER; this adds the game databases of the sample.
GRANT ALL PRIVILEGES ON `quarterdeck\_%`.* TO 'quarterdeck'@'%';
FLUSH PRIVILEGES;
